/** The documents to have at hand, each with a drawing of what a good picture of it looks like. */
import { useTranslation } from 'react-i18next';

function Card() {
  return (
    <svg viewBox="0 0 120 80" aria-hidden="true" focusable="false">
      <rect x="8" y="10" width="104" height="60" rx="5" />
      <rect x="16" y="22" width="26" height="32" rx="2" className="fill" />
      <path d="M52 26h48M52 36h40M52 46h30M52 60c6-8 10 6 16-2s8 4 14-1" />
    </svg>
  );
}

function Paper() {
  return (
    <svg viewBox="0 0 120 80" aria-hidden="true" focusable="false">
      <path d="M34 6h40l14 14v54H34z M74 6v14h14" />
      <circle cx="46" cy="22" r="6" className="fill" />
      <path d="M42 40h38M42 48h38M42 56h26" />
      <circle cx="76" cy="62" r="7" />
    </svg>
  );
}

function Signed() {
  return (
    <svg viewBox="0 0 120 80" aria-hidden="true" focusable="false">
      <path d="M34 6h54v68H34z" />
      <rect x="40" y="12" width="10" height="10" className="fill" />
      <path d="M56 14h24M42 30h38M42 38h38" />
      <rect x="42" y="48" width="38" height="16" />
      <path d="M46 60c5-9 8 5 13-3s7 4 11-1" />
    </svg>
  );
}

const SHOWN = [
  { key: 'id', Picture: Card },
  { key: 'address', Picture: Paper },
  { key: 'refugee', Picture: Paper },
  { key: 'signed', Picture: Signed },
] as const;

export function Examples() {
  const { t } = useTranslation('public');
  return (
    <ul className="examples">
      {SHOWN.map(({ key, Picture }) => (
        <li key={key}>
          <Picture />
          <div>
            <p className="examples-name">{t(`before.need.${key}.name`)}</p>
            <p>{t(`before.need.${key}.text`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
