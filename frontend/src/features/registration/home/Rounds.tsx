/** Every correction round stays in sight, also the ones that are over. */
import { useTranslation } from 'react-i18next';
import { Instant } from '@/ui/Instant';
import { useCase } from '../case/context';
import { usePathLabel } from '../case/usePathLabel';

export function Rounds() {
  const { t } = useTranslation('registration');
  const { application } = useCase();
  const label = usePathLabel(application);
  const closed = application.corrections.filter((round) => round.state !== 'OPEN');
  if (closed.length === 0) return null;
  return (
    <section aria-labelledby="rounds-title">
      <h2 id="rounds-title">{t('rounds.title')}</h2>
      {closed.map((round) => (
        // Why nothing is to be mended any more is what the voter came for.
        <details key={round.number} className="fold" open={round.state === 'CANCELLED' && round === closed.at(-1)}>
          <summary>
            {t('rounds.round', { number: round.number })} – {t(`rounds.${round.state}`)}
          </summary>
          <p className="muted">
            <Instant at={round.openedAt} />
          </p>
          {round.cancelReason && (
            <p>
              <strong>{t('rounds.reason')}:</strong> {round.cancelReason}
            </p>
          )}
          <ul>
            {round.deficiencies.map((deficiency, index) => (
              <li key={index}>
                <strong>{label(deficiency.path)}</strong>: {deficiency.text}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
