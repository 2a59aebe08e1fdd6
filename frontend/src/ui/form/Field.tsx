/** Label, hint, error and control, tied together by ids; the look is Designsystemet's, the wiring plain HTML. */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface FieldProps {
  /** Also the id, so that the error summary can lead here. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  warning?: string | undefined;
  optional?: boolean;
}

export interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export const fieldId = (name: string) => `field-${name.replace(/[^\w]/g, '-')}`;

export function Messages({ id, error, warning }: { id: string; error?: string | undefined; warning?: string | undefined }) {
  return (
    <>
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {warning && (
        <p className="field-warning" id={`${id}-warning`}>
          {warning}
        </p>
      )}
    </>
  );
}

export function describedBy(id: string, { hint, error, warning }: Pick<FieldProps, 'hint' | 'error' | 'warning'>): string | undefined {
  const parts = [hint && `${id}-hint`, error && `${id}-error`, warning && `${id}-warning`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

export function Field({ name, label, hint, error, warning, optional = false, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const { t } = useTranslation();
  const id = fieldId(name);
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor={id} className="field-label">
        {label}
        {optional && <span className="field-optional"> ({t('optional')})</span>}
      </label>
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <Messages id={id} error={error} warning={warning} />
      {children({ id, 'aria-describedby': describedBy(id, { hint, error, warning }), 'aria-invalid': error ? true : undefined })}
    </div>
  );
}

export function Group({ name, label, hint, error, warning, children }: FieldProps & { children: ReactNode }) {
  const id = fieldId(name);
  const legend = useId();
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={error ? 'field field-wrong' : 'field'}
      aria-labelledby={legend}
      aria-describedby={describedBy(id, { hint, error, warning })}
    >
      <legend id={legend} className="field-label">
        {label}
      </legend>
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <Messages id={id} error={error} warning={warning} />
      {children}
    </fieldset>
  );
}
