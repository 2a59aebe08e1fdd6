/** Codes in words: lists come with the form of the election, in four languages. */
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { OfficeFormQuery } from '@/gql/graphql';
import { useLanguage, useText } from '@/lib/i18n';
import { FORM } from './operations';

type Form = NonNullable<OfficeFormQuery['applicationForm']>;

export interface Names {
  form: Form | null;
  country: (code: string | null | undefined) => string;
  municipality: (key: string | null | undefined) => string;
  mission: (id: string | null | undefined) => string;
  kind: (kind: string) => string;
  slot: (slot: string) => string;
  idDocument: (code: string | null | undefined) => string;
  deficiency: (code: string) => string;
}

export function useNames(election: string | undefined): Names {
  const [{ data }] = useQuery({ query: FORM, variables: { election: election ?? '' }, pause: !election });
  const { t } = useTranslation('office');
  const text = useText();
  const cyrillic = useLanguage() === 'sr';
  const form = data?.applicationForm ?? null;
  const slots = form?.kinds.flatMap((kind) => kind.slots) ?? [];
  const types = form?.kinds.flatMap((kind) => kind.idDocTypes) ?? [];
  const named = <T,>(list: readonly T[] | undefined, same: (one: T) => boolean, say: (one: T) => string, code: string) => {
    const found = list?.find(same);
    return found ? say(found) : code;
  };
  return {
    form,
    country: (code) => named(form?.countries, (c) => c.code === code, (c) => text(c.name), code ?? ''),
    municipality: (key) =>
      named(form?.municipalities, (m) => m.key === key, (m) => (cyrillic ? m.nameCyrl : m.nameLatn), key ?? ''),
    mission: (id) => named(form?.missions, (m) => m.id === id, (m) => text(m.name), id ?? ''),
    kind: (kind) => named(form?.kinds, (k) => k.kind === kind, (k) => text(k.name), kind),
    // The signed form belongs to every kind, and to none of their lists.
    slot: (slot) => (slot === 'SIGNED_FORM' ? t('papers.signedForm') : named(slots, (s) => s.slot === slot, (s) => text(s.name), slot)),
    idDocument: (code) => named(types, (t) => t.code === code, (t) => text(t.name), code ?? ''),
    deficiency: (code) => named(form?.deficiencyCodes, (d) => d.code === code, (d) => text(d.name), code),
  };
}
