/** The decision as it was signed: what, on which grounds, when it was served, and until when there is a remedy. */
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import type { Names } from './names';

export function Decision({ decision, names }: { decision: NonNullable<OfficeCaseFragment['decision']>; names: Names }) {
  const { t } = useTranslation('office');
  const lines = [
    { key: 'number', value: decision.number },
    { key: 'at', value: <Instant at={decision.at} short /> },
    { key: 'signatory', value: decision.signatory },
    { key: 'served', value: decision.servedAt ? <Instant at={decision.servedAt} short /> : t('decision.notServed') },
    { key: 'appeal', value: decision.appealUntil ? <Instant at={decision.appealUntil} term short /> : null },
    { key: 'grounds', value: decision.reasonCodes.map(names.deficiency).join('; ') },
    { key: 'basis', value: decision.legalBasis.join(', ') },
    { key: 'reasons', value: decision.reasons },
  ];
  return (
    <section className="of-card of-decision">
      <h2>
        {t('decision.title')}: {t(`outcomes.${decision.outcome}`)}
      </h2>
      <dl>
        {lines
          .filter((line) => line.value)
          .map((line) => (
            <div key={line.key}>
              <dt>{t(`decision.${line.key}`)}</dt>
              <dd className="of-words">{line.value}</dd>
            </div>
          ))}
      </dl>
      <p>
        <a href={decision.pdfUrl} target="_blank" rel="noreferrer">
          <Icon name="file" /> {t('decision.open')}
        </a>
      </p>
    </section>
  );
}
