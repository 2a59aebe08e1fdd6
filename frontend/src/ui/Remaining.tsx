/** How long a term still runs, in words, kept current without talking over a screen reader. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remaining } from '@/lib/dates';

export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function Remaining({ until }: { until: string }) {
  const { t } = useTranslation();
  const left = remaining(until, useNow());
  if (left.late) return <span>{t('term.over')}</span>;
  if (left.days >= 2) return <span>{t('term.days', { count: left.days })}</span>;
  const hours = left.days * 24 + left.hours;
  if (hours >= 1) return <span>{t('term.hours', { count: hours })}</span>;
  return <span>{t('term.minutes', { count: Math.max(1, left.minutes) })}</span>;
}
