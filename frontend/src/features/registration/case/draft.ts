/**
 * What the reader typed and the service has not yet taken. Edits lie over the saved fields; when another device saved
 * in between, its fields come in underneath, and where both changed the same field both values are kept in sight.
 */
import type { ApplicationFieldsInput, CaseFragment } from '@/gql/graphql';

export type Fields = CaseFragment['fields'];
export type FieldKey = Exclude<keyof Fields, '__typename'>;
export type FieldValue = Fields[FieldKey];
export type Edits = Partial<Record<FieldKey | 'kind', FieldValue>>;
type Saved = Pick<CaseFragment, 'fields' | 'kind'>;

export interface Clash {
  field: FieldKey | 'kind';
  theirs: FieldValue;
}

export function savedValue(saved: Saved, field: FieldKey | 'kind'): FieldValue {
  return field === 'kind' ? saved.kind : saved.fields[field];
}

/** An empty box and a field that was never filled are the same thing. */
export function same(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  const plain = (value: FieldValue | undefined) => (value === '' || value === undefined ? null : value);
  const [left, right] = [plain(a), plain(b)];
  return Array.isArray(left) && Array.isArray(right)
    ? left.length === right.length && left.every((item, index) => item === right[index])
    : left === right;
}

/** Edits that still differ from what is saved. */
export function unsaved(edits: Edits, saved: Saved): Edits {
  return Object.fromEntries(
    Object.entries(edits).filter(([field, value]) => !same(value, savedValue(saved, field as FieldKey))),
  );
}

/** What a save that has gone through leaves of the edits: whatever was typed while it was under way. */
export function afterSave(edits: Edits, sent: Edits): Edits {
  return Object.fromEntries(
    Object.entries(edits).filter(([field, value]) => !(field in sent) || !same(value, sent[field as FieldKey])),
  );
}

/** Fields that both this page and another device changed, to different values. */
export function clashes(edits: Edits, before: Saved, now: Saved): Clash[] {
  return (Object.keys(edits) as (FieldKey | 'kind')[])
    .filter((field) => {
      const theirs = savedValue(now, field);
      return !same(theirs, savedValue(before, field)) && !same(theirs, edits[field]);
    })
    .map((field) => ({ field, theirs: savedValue(now, field) }));
}

export function asInput(edits: Edits): { kind?: string; fields: ApplicationFieldsInput } {
  const { kind, ...fields } = edits;
  const emptied = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === '' ? null : value]));
  return { ...(typeof kind === 'string' && { kind }), fields: emptied as ApplicationFieldsInput };
}
