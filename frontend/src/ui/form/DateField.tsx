/** A date that people know by heart, in three boxes: day, month, year. Its value is ISO 8601, or nothing. */
import { Input } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, fieldId, type FieldProps } from './Field';

interface DateFieldProps extends FieldProps {
  value: string | null;
  /** `null` while the date is incomplete or does not exist. */
  onChange: (value: string | null) => void;
  disabled?: boolean;
  autoComplete?: 'bday';
}

type Parts = [day: string, month: string, year: string];

export function isoDate([day, month, year]: Parts): string | null {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
  return exists ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}

export function dateParts(value: string | null): Parts {
  const [year = '', month = '', day = ''] = value?.slice(0, 10).split('-') ?? [];
  return [day.replace(/^0/, ''), month.replace(/^0/, ''), year];
}

export function DateField({ value, onChange, disabled = false, autoComplete, ...field }: DateFieldProps) {
  const { t } = useTranslation();
  const id = fieldId(field.name);
  const [typed, setTyped] = useState<Parts>(() => dateParts(value));
  // Another device or a reload may bring another date; half a date that is being typed is not touched.
  const shown = value !== null && isoDate(typed) !== value ? dateParts(value) : typed;
  const parts = ['day', 'month', 'year'] as const;
  const incomplete = !isoDate(shown) && shown.every((part) => part !== '') && shown[2].length >= 4;
  return (
    <Group {...field} error={field.error ?? (incomplete ? t('date.notReal') : undefined)}>
      <div className="date-parts">
        {parts.map((part, index) => (
          <div key={part} className={`date-${part}`}>
            <label htmlFor={`${id}-${part}`}>{t(`date.${part}`)}</label>
            <Input
              id={`${id}-${part}`}
              type="text"
              inputMode="numeric"
              maxLength={part === 'year' ? 4 : 2}
              autoComplete={autoComplete && `${autoComplete}-${part}`}
              disabled={disabled}
              aria-invalid={field.error ? true : undefined}
              value={shown[index]}
              onChange={(event) => {
                const next = shown.map((old, place) => (place === index ? event.target.value.replace(/\D/g, '') : old)) as Parts;
                setTyped(next);
                onChange(isoDate(next));
              }}
            />
          </div>
        ))}
      </div>
    </Group>
  );
}
