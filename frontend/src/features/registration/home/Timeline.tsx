/** Everything that happened to the case, newest first, by role and never by name. */
import { useTranslation } from 'react-i18next';
import { Instant } from '@/ui/Instant';
import { useCase } from '../case/context';

export function Timeline() {
  const { t, i18n } = useTranslation('registration');
  const { application } = useCase();
  const said = (kind: string, key: string, fallback: string) => (i18n.exists(`registration:${kind}.${key}`) ? t(`${kind}.${key}`) : t(fallback));
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('timeline.title')}</h2>
      <ol className="timeline">
        {[...application.timeline]
          .sort((a, b) => b.at.localeCompare(a.at))
          .map((entry, index) => (
            <li key={index}>
              <p className="timeline-what">{said('event', entry.action, 'event.other')}</p>
              <p className="timeline-who">
                {said('role', entry.actorRole, 'role.other')} · <Instant at={entry.at} short />
              </p>
              {entry.reason && <p>{entry.reason}</p>}
            </li>
          ))}
      </ol>
    </section>
  );
}
