/** What a second official did not accept, in his words: whoever proposes again starts from there. */
import { useTranslation } from 'react-i18next';
import { Instant } from '@/ui/Instant';
import type { ActionProps } from './Panel';

export function SentBack({ application, names }: ActionProps) {
  const { t } = useTranslation('office');
  if (application.sentBack.length === 0) return null;
  return (
    <section className="of-card of-card-proposal" aria-labelledby="sent-back">
      <h3 id="sent-back">{t('actions.sentBack.title')}</h3>
      {application.sentBack.map((one) => (
        <article key={one.sentBackAt}>
          <p>
            <strong>{t(`outcomes.${one.outcome}`)}</strong> · {t('actions.sentBack.proposed', { name: one.by })},{' '}
            <Instant at={one.at} short />
          </p>
          {one.reasonCodes.length > 0 && <p className="muted">{one.reasonCodes.map(names.deficiency).join('; ')}</p>}
          <p>
            {t('actions.sentBack.because')} · <span className="muted">
              {t('actions.sentBack.by', { name: one.sentBackBy })}, <Instant at={one.sentBackAt} short />
            </span>
          </p>
          <p className="of-words">{one.because}</p>
        </article>
      ))}
    </section>
  );
}
