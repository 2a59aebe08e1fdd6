/** A select with "all" or "choose" as its first line. */
import { Field, Label, Select } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PickerProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  empty?: string;
  /** The label is for the ears only: what is chosen says what it is. */
  bare?: boolean;
  children: ReactNode;
}

export function Picker({ id, label, value, onChange, empty, bare = false, children }: PickerProps) {
  const { t } = useTranslation('office');
  return (
    <Field>
      <Label htmlFor={id} className={bare ? 'ds-sr-only' : undefined}>{label}</Label>
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{empty ?? t('all')}</option>
        {children}
      </Select>
    </Field>
  );
}
