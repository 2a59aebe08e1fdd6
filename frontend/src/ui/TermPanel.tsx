/** The term that matters now: what, until when in both times, how long still, and how it is computed. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant } from './Instant';
import { Remaining } from './Remaining';

interface TermPanelProps {
  title: string;
  at: string;
  explanation?: string;
  note?: ReactNode;
  second?: string;
  tone?: 'term' | 'warning' | 'danger';
}

export function TermPanel({ title, at, explanation, note, second, tone = 'term' }: TermPanelProps) {
  const { t } = useTranslation();
  return (
    <section className={`panel panel-${tone} term`} aria-label={title}>
      <p className="term-title">{title}</p>
      <p className="term-at">
        <Instant at={at} weekday term />
      </p>
      <p className="term-left">
        <Remaining until={at} />
      </p>
      {note && <p>{note}</p>}
      {second && (
        <p className="term-at">
          <Instant at={second} weekday term />
        </p>
      )}
      {explanation && (
        <details className="why">
          <summary>{t('term.why')}</summary>
          <p>{explanation}</p>
        </details>
      )}
    </section>
  );
}
