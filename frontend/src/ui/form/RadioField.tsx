/** A choice from few, all of them in sight, large enough for a thumb. */
import type { ReactNode } from 'react';
import { Group, fieldId, type FieldProps } from './Field';

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

interface RadioFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  choices: readonly Choice[];
  inline?: boolean;
  disabled?: boolean;
}

export function RadioField({ value, onChange, choices, inline = false, disabled = false, ...field }: RadioFieldProps) {
  const id = fieldId(field.name);
  return (
    <Group {...field}>
      <div className={inline ? 'choices choices-inline' : 'choices'}>
        {choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              className="ds-input"
              type="radio"
              name={id}
              value={choice.value}
              checked={value === choice.value}
              disabled={disabled}
              onChange={() => onChange(choice.value)}
            />
            <span>
              <span className="choice-label">{choice.label}</span>
              {choice.hint && <span className="choice-hint">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </Group>
  );
}
