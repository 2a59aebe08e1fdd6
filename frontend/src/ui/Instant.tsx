/** A legal instant: Sarajevo time first, then the reader's own where its clock shows something else. */
import { useTranslation } from 'react-i18next';
import { differsFromSarajevo, instantText, ownZone, zoneCity } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';

interface InstantProps {
  at: string;
  weekday?: boolean;
  /** Told as 24:00 of the day before when it falls on midnight: closing terms. */
  term?: boolean;
  /** Only Sarajevo time, for places where the reader's own stands elsewhere. */
  short?: boolean;
}

export function Instant({ at, weekday = false, term = false, short = false }: InstantProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = ownZone();
  const text = instantText(at, language, { weekday, endOfDay: term });
  return (
    <time dateTime={at} className="instant">
      {short ? text : t('time.sarajevo', { text })}
      {!short && differsFromSarajevo(at, own) && (
        <span className="own-time">
          {t('time.own', { text: instantText(at, language, { zone: own }), city: zoneCity(own) })}
        </span>
      )}
    </time>
  );
}
