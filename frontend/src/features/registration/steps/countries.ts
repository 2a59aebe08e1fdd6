/** Countries to choose from: those where most voters live first, then all by name in the reader's language. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/lib/i18n';
import { htmlTag } from '@/lib/language';
import type { Option } from '@/ui/form/SelectField';
import type { ApplicationForm } from '../case/useForm';

interface Group {
  label?: string;
  options: Option[];
}

export function useCountryGroups(form: ApplicationForm | undefined, { withBih }: { withBih: boolean }): Group[] {
  const { t } = useTranslation('registration');
  const language = useLanguage();
  return useMemo(() => {
    const countries = (form?.countries ?? []).filter((country) => country.code !== 'BA');
    const option = (country: (typeof countries)[number]): Option => ({ value: country.code, label: country.name[language] });
    const byName = (a: Option, b: Option) => a.label.localeCompare(b.label, htmlTag(language));
    const home = form?.countries.find((country) => country.code === 'BA');
    const frequent = countries.filter((country) => country.frequent).map(option);
    return [
      { label: t('countries.frequent'), options: [...(withBih && home ? [option(home)] : []), ...frequent] },
      { label: t('countries.all'), options: countries.filter((country) => !country.frequent).map(option).sort(byName) },
    ];
  }, [form, language, t, withBih]);
}

export function useMunicipalityGroups(form: ApplicationForm | undefined): Group[] {
  const language = useLanguage();
  return useMemo(() => {
    const groups = new Map<string, Option[]>();
    for (const each of form?.municipalities ?? []) {
      const label = language === 'sr' ? each.nameCyrl : each.nameLatn;
      groups.set(each.group, [...(groups.get(each.group) ?? []), { value: each.key, label }]);
    }
    return [...groups].map(([label, options]) => ({
      label,
      options: options.sort((a, b) => a.label.localeCompare(b.label, htmlTag(language))),
    }));
  }, [form, language]);
}
