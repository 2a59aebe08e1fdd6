/** A line of text. */
import { Input } from '@digdir/designsystemet-react';
import { Field, type FieldProps } from './Field';

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  width?: 'xs' | 's' | 'm' | 'full';
  autoComplete?: string;
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  maxLength?: number;
  disabled?: boolean;
  spellCheck?: boolean;
  lang?: string;
}

export function TextField({ name, label, hint, error, warning, optional, value, onChange, width = 'full', ...input }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error} warning={warning} optional={optional ?? false}>
      {(wiring) => (
        <Input
          {...wiring}
          {...input}
          className={`input-${width}`}
          type="text"
          spellCheck={input.spellCheck ?? false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
