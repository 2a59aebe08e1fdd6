/** The decision in words: outcome, reasons, legal basis, remedy and its term; the act itself as a PDF. */
import { useTranslation } from 'react-i18next';
import type { ApplicationStatus, CaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { htmlTag, isLanguage } from '@/lib/language';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Remaining } from '@/ui/Remaining';
import { useBodyName } from '@/ui/useBodyName';

interface DecisionPanelProps {
  decision: NonNullable<CaseFragment['decision']>;
  status: ApplicationStatus;
  /** The language in which the decision is written. */
  language: string | null;
}

export function DecisionPanel({ decision, status, language }: DecisionPanelProps) {
  const { t, i18n } = useTranslation('registration');
  const text = useText();
  const bodyName = useBodyName();
  const rejected = decision.outcome.startsWith('REJECT');
  const outcome = i18n.exists(`registration:decision.outcome.${decision.outcome}`) ? decision.outcome : 'OTHER';
  return (
    <section className={`panel ${rejected ? 'panel-danger' : 'panel-success'}`} aria-labelledby="decision-title">
      <h2 id="decision-title">{t(`decision.outcome.${outcome}`)}</h2>
      <p>{t(`decision.meaning.${outcome}`)}</p>
      <dl className="facts">
        <div>
          <dt>{t('decision.number')}</dt>
          <dd className="number">{decision.number}</dd>
        </div>
        <div>
          <dt>{t('decision.at')}</dt>
          <dd>
            <Instant at={decision.at} />
          </dd>
        </div>
        <div>
          <dt>{t('decision.body')}</dt>
          <dd>{bodyName(decision.body)}</dd>
        </div>
        {decision.servedAt && (
          <div>
            <dt>{t('decision.servedAt')}</dt>
            <dd>
              <Instant at={decision.servedAt} />
            </dd>
          </div>
        )}
      </dl>
      {decision.reasons && (
        <>
          <h3>{t('decision.reasons')}</h3>
          <p className="official-words" lang={isLanguage(language) ? htmlTag(language) : undefined}>{decision.reasons}</p>
        </>
      )}
      {decision.legalBasis.length > 0 && <p className="article">{t('decision.legalBasis', { articles: decision.legalBasis.join(', ') })}</p>}
      <p className="link-line">
        <a className="ds-button" href={decision.pdfUrl} target="_blank" rel="noreferrer">
          <Icon name="download" /> {t('decision.download')}
        </a>
      </p>
      {decision.remedy && (
        <>
          <h3>{t('decision.remedy')}</h3>
          <p>{text(decision.remedy)}</p>
          {decision.appealUntil && status === 'REJECTED' && (
            <p className="term-at">
              {t('decision.appealUntil')} <Instant at={decision.appealUntil} weekday term />{' '}
              <strong>
                <Remaining until={decision.appealUntil} />
              </strong>
            </p>
          )}
        </>
      )}
    </section>
  );
}
