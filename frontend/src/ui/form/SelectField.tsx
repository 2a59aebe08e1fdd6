/** A choice from many: the platform's own list, which phones show best. */
import { Select } from '@digdir/designsystemet-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, type FieldProps } from './Field';

export interface Option {
  value: string;
  label: string;
}

interface SelectFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  groups: { label?: string; options: readonly Option[] }[];
  disabled?: boolean;
}

export function SelectField({ name, label, hint, error, warning, optional, value, onChange, groups, ...rest }: SelectFieldProps) {
  const { t } = useTranslation();
  const options = (list: readonly Option[]) =>
    list.map((option) => (
      <Select.Option key={option.value} value={option.value}>
        {option.label}
      </Select.Option>
    ));
  return (
    <Field name={name} label={label} hint={hint} error={error} warning={warning} optional={optional ?? false}>
      {(wiring) => (
        <Select {...wiring} {...rest} value={value} onChange={(event) => onChange(event.target.value)}>
          <Select.Option value="">{t('choose')}</Select.Option>
          {groups.map((group, index) =>
            group.label ? (
              <Select.Optgroup key={group.label} label={group.label}>
                {options(group.options)}
              </Select.Optgroup>
            ) : (
              <Fragment key={index}>{options(group.options)}</Fragment>
            ),
          )}
        </Select>
      )}
    </Field>
  );
}
