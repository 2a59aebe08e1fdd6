/** What is left of a term, as a word and a bar; late is said in words and in colour. */
import { useTranslation } from 'react-i18next';

const FULL = 14;

export function DaysLeft({ days }: { days: number | null | undefined }) {
  const { t } = useTranslation('office');
  if (days === null || days === undefined) return <span className="muted">–</span>;
  const tone = days < 0 ? 'danger' : days <= 2 ? 'warning' : 'accent';
  const shown = days < 0 ? FULL : Math.min(FULL, days);
  return (
    <span className={`of-days of-days-${tone}`}>
      <span>{days < 0 ? t('days.late', { count: -days }) : t('days.left', { count: days })}</span>
      <svg className="of-bar" viewBox={`0 0 ${FULL} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect width={shown} height="1" fill="currentColor" />
      </svg>
    </span>
  );
}
