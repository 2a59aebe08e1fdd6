/** One statement to agree with. */
import type { ReactNode } from 'react';
import { Messages, describedBy, fieldId } from './Field';

interface CheckFieldProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function CheckField({ name, label, hint, error, checked, onChange, disabled = false }: CheckFieldProps) {
  const id = fieldId(name);
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <Messages id={id} error={error} />
      <div className="choices">
        <div className="choice">
          <input
            id={id}
            className="ds-input"
            type="checkbox"
            checked={checked}
            disabled={disabled}
            aria-describedby={describedBy(id, { hint, error })}
            aria-invalid={error ? true : undefined}
            onChange={(event) => onChange(event.target.checked)}
          />
          <label htmlFor={id} className="choice-label">
            {label}
          </label>
        </div>
      </div>
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
