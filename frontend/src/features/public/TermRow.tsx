/** One term: what, when in both times, how long still, and why then. */
import { useTranslation } from 'react-i18next';
import { useText } from '@/lib/i18n';
import { Instant } from '@/ui/Instant';
import { Remaining } from '@/ui/Remaining';
import type { Deadline } from './elections';

export function TermRow({ deadline }: { deadline: Deadline }) {
  const { t } = useTranslation('public');
  const text = useText();
  return (
    <li className="term-row">
      <div>
        <p className="term-row-name">{text(deadline.name)}</p>
        <details className="why">
          <summary>{t('terms.why')}</summary>
          <p>{text(deadline.explanation)}</p>
          {deadline.legalBasis && <p className="article">{deadline.legalBasis}</p>}
        </details>
      </div>
      <div className="term-row-at">
        {deadline.at ? <Instant at={deadline.at} term /> : <span>{t('terms.fromEvent')}</span>}
        {deadline.at && deadline.state === 'OPEN' && (
          <span className="term-row-left">
            <Remaining until={deadline.at} />
          </span>
        )}
        {deadline.movedByDecision && <span className="term-row-left">{t('terms.moved')}</span>}
      </div>
    </li>
  );
}
