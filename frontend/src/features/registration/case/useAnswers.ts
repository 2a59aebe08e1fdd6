/** The answers in words, step by step, for reading through and for print. */
import { useTranslation } from 'react-i18next';
import type { CaseFragment } from '@/gql/graphql';
import { dateText } from '@/lib/dates';
import { useLanguage, useText } from '@/lib/i18n';
import { LANGUAGE_NAMES, isLanguage } from '@/lib/language';
import { FIELDS, type Step } from './steps';
import type { FieldKey } from './draft';
import type { ApplicationForm } from './useForm';

export interface Answer {
  field: FieldKey | 'kind';
  label: string;
  text: string;
}

type FormStep = Exclude<Step, 'documents'>;

export function useAnswerText(application: CaseFragment, form: ApplicationForm | undefined): (field: FieldKey | 'kind', value?: unknown) => string {
  const { t } = useTranslation('registration');
  const language = useLanguage();
  const text = useText();
  return (field, given) => {
    const value = given === undefined ? (field === 'kind' ? application.kind : application.fields[field]) : given;
    if (value === null || value === undefined || value === '') return '';
    if (typeof value === 'boolean') return t(value ? 'answer.yes' : 'answer.no');
    if (typeof value !== 'string') return '';
    switch (field) {
      case 'kind':
        return t(`kind.${value}.label`);
      case 'dateOfBirth':
      case 'idDocValidUntil':
        return dateText(value, language);
      case 'sex':
        return t(`sex.${value}`);
      case 'abroadCountry':
      case 'idDocCountry':
        return text(form?.countries.find((each) => each.code === value)?.name) || value;
      case 'residenceMunicipality': {
        const found = form?.municipalities.find((each) => each.key === value);
        return found ? (language === 'sr' ? found.nameCyrl : found.nameLatn) : value;
      }
      case 'votingChannel':
        return t(`channel.${value}.label`);
      case 'dcmId':
        return text(form?.missions.find((each) => each.id === value)?.name) || value;
      case 'idDocType':
        return text(form?.kinds.flatMap((kind) => kind.idDocTypes).find((each) => each.code === value)?.name) || value;
      case 'correspondenceLanguage':
        return isLanguage(value) ? LANGUAGE_NAMES[value] : value;
      default:
        return value;
    }
  };
}

/** Fields that this applicant is not asked for are left out. */
function asked(field: FieldKey | 'kind', { kind, fields, forSelf }: CaseFragment): boolean {
  if (field === 'changesVotingOption') return kind === 'R1';
  if (field === 'dcmId') return fields.votingChannel === 'DCM';
  if (field === 'helperName') return !forSelf;
  return true;
}

export function useAnswers(application: CaseFragment, form: ApplicationForm | undefined): (step: FormStep) => Answer[] {
  const { t } = useTranslation('registration');
  const answerText = useAnswerText(application, form);
  return (step) =>
    FIELDS[step]
      .filter((field) => asked(field, application))
      .map((field) => ({ field, label: t(`field.${field}.label`), text: answerText(field) }));
}
