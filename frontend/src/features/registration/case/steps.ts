/** The steps of the form, which fields belong to each, and how far each has come, judged by what the service says. */
import type { CaseFragment } from '@/gql/graphql';
import type { Defect } from '@/lib/problems';
import { fieldName } from '@/lib/paths';
import type { FieldKey } from './draft';

export const STEPS = ['kind', 'person', 'identity', 'residence', 'abroad', 'contact', 'documents'] as const;
export type Step = (typeof STEPS)[number];
export type Progress = 'todo' | 'started' | 'done' | 'mend';

export const FIELDS: Record<Exclude<Step, 'documents'>, readonly (FieldKey | 'kind')[]> = {
  kind: ['kind', 'citizenshipBih'],
  person: ['surname', 'name', 'previousSurname', 'parentName', 'dateOfBirth', 'sex', 'placeOfBirth', 'jmb'],
  identity: ['idDocType', 'idDocNumber', 'idDocIssuer', 'idDocCountry', 'idDocValidUntil'],
  residence: ['residenceMunicipality', 'residencePlace', 'residenceStreet', 'residenceHouseNo', 'changesVotingOption'],
  abroad: ['abroadCountry', 'abroadCity', 'abroadStreet', 'abroadHouseNo', 'abroadPostalCode', 'abroadRegion'],
  contact: ['email', 'phone', 'votingChannel', 'dcmId', 'correspondenceLanguage', 'helperName'],
};

export function isStep(value: string | undefined): value is Step {
  return STEPS.includes(value as Step);
}

export function stepOf(path: string): Step {
  if (path.startsWith('documents.') || fieldName(path) === 'missingDocuments') return 'documents';
  const name = fieldName(path) as FieldKey;
  return (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).find((step) => FIELDS[step].includes(name)) ?? 'person';
}

const MISSING = new Set(['field.required', 'document.required']);

export function isMissing(defect: Defect): boolean {
  return MISSING.has(defect.code);
}

export function blocking(defects: readonly Defect[]): Defect[] {
  return defects.filter((defect) => !defect.warning);
}

export function defectsOf(step: Step, defects: readonly Defect[]): Defect[] {
  return defects.filter((defect) => defect.path && stepOf(defect.path) === step);
}

/** Fields that the portal fills in by itself do not count as begun. */
const FILLED_FOR_YOU = new Set<string>(['email', 'correspondenceLanguage', 'missingDocuments']);

function begun(step: Step, { fields, kind, documents, requiredSlots }: CaseFragment): boolean {
  if (step === 'documents') {
    return requiredSlots.some((slot) => documents.some((document) => document.slot === slot.slot && document.state !== 'REFUSED'));
  }
  return FIELDS[step].some((field) => {
    if (FILLED_FOR_YOU.has(field)) return false;
    const value = field === 'kind' ? kind : fields[field];
    return value !== null && value !== '' && value !== undefined;
  });
}

export function progressOf(step: Step, application: CaseFragment): Progress {
  if (step === 'documents' && !application.kind) return 'todo';
  const open = blocking(defectsOf(step, application.defects));
  if (open.some((defect) => !isMissing(defect))) return 'mend';
  if (open.length === 0) return 'done';
  return begun(step, application) ? 'started' : 'todo';
}

export function nextStep(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) + 1];
}
