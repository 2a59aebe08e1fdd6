/** All that is wrong on the page, at its top, with the focus, each line leading to its field. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldId } from './Field';

export interface FieldError {
  name: string;
  text: string;
}

export function ErrorSummary({ errors, attempt }: { errors: readonly FieldError[]; attempt: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0 && errors.length > 0) box.current?.focus();
    // Only a new attempt moves the focus; mending a field must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [attempt]);
  if (errors.length === 0) return null;
  const lead = (name: string) => {
    const target = document.getElementById(fieldId(name));
    target?.scrollIntoView({ block: 'center' });
    const control = target?.matches('fieldset') ? target.querySelector<HTMLElement>('input, select, textarea, button') : target;
    control?.focus({ preventScroll: true });
  };
  return (
    <div ref={box} className="error-summary" tabIndex={-1} role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{t('errors.title', { count: errors.length })}</h2>
      <ul>
        {errors.map((error) => (
          <li key={`${error.name} ${error.text}`}>
            <a
              href={`#${fieldId(error.name)}`}
              onClick={(event) => {
                event.preventDefault();
                lead(error.name);
              }}
            >
              {error.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
