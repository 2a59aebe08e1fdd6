/** Every round of correction, open or closed, with what was asked and what changed. */
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { fieldName } from '@/lib/paths';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import type { Names } from './names';

export function usePlaceName(names: Names): (path: string) => string {
  const { t } = useTranslation('fields');
  return (path) =>
    path.startsWith('documents.')
      ? names.slot(path.slice('documents.'.length))
      : t(`labels.${fieldName(path)}`);
}

export function Corrections({ application, names }: { application: OfficeCaseFragment; names: Names }) {
  const { t } = useTranslation(['office', 'fields']);
  const place = usePlaceName(names);
  if (application.corrections.length === 0) return null;
  return (
    <section className="of-card">
      <h2>{t('corrections.title')}</h2>
      {application.corrections.map((round) => (
        <div key={round.number}>
          <h3>
            {t('corrections.round', { number: round.number })}: {t(`corrections.${round.state}`)}
          </h3>
          <p className="muted">
            <Instant at={round.openedAt} short />
            {round.dueAt && (
              <>
                {' · '}
                {t('corrections.due')} <Instant at={round.dueAt} term short />
              </>
            )}
          </p>
          {round.cancelReason && (
            <p className="of-words">
              <strong>{t('corrections.cancelReason')}:</strong> {round.cancelReason}
            </p>
          )}
          <ul>
            {round.deficiencies.map((one) => (
              <li key={one.path}>
                <strong>{place(one.path)}</strong> · {names.deficiency(one.code)}: {one.text}
                {one.mended && <span className="of-good"> <Icon name="check" /> {t('corrections.mended')}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
