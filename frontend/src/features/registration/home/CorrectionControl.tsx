/** The control of one flagged item: the same kind of field as in the form, or an upload. */
import { useTranslation } from 'react-i18next';
import { useText } from '@/lib/i18n';
import { LANGUAGE_NAMES } from '@/lib/language';
import { blocking } from '../case/steps';
import { fieldName, slotName } from '@/lib/paths';
import { DateField } from '@/ui/form/DateField';
import { RadioField } from '@/ui/form/RadioField';
import { SelectField } from '@/ui/form/SelectField';
import { TextField } from '@/ui/form/TextField';
import { useCase } from '../case/context';
import type { FieldKey } from '../case/draft';
import { SignedFormUpload } from '../case/SignedFormUpload';
import { ReplacementUpload } from '../case/ReplacementUpload';
import type { ApplicationForm } from '../case/useForm';
import { useCountryGroups, useMunicipalityGroups } from '../steps/countries';
import { useDefectText } from '../steps/useStep';

const DATES = new Set(['dateOfBirth', 'idDocValidUntil']);
const YES_NO = new Set(['changesVotingOption', 'citizenshipBih']);

interface CorrectionControlProps {
  path: string;
  mended: boolean;
  form: ApplicationForm;
}

export function CorrectionControl({ path, mended, form }: CorrectionControlProps) {
  const { t } = useTranslation('registration');
  const text = useText();
  const defectText = useDefectText();
  const { application, text: typed, value, set, flush } = useCase();
  const countries = useCountryGroups(form, { withBih: path.includes('doc') });
  const municipalities = useMunicipalityGroups(form);
  const slot = slotName(path);
  if (slot === 'SIGNED_FORM') return <SignedFormUpload stale={!mended} />;
  if (slot) {
    const known = application.requiredSlots.find((each) => each.slot === slot);
    return known ? <ReplacementUpload slot={known} mended={mended} /> : null;
  }

  const name = fieldName(path) as FieldKey;
  const defect = blocking(application.defects).find((each) => fieldName(each.path ?? '') === name && each.code !== 'correction.not_mended');
  const bind = {
    name,
    label: t('correction.new'),
    value: typed(name),
    onChange: (next: string) => set(name, next),
    onBlur: () => void flush(),
    error: defect && defectText(defect),
  };
  if (DATES.has(name)) return <DateField {...bind} value={typed(name) || null} onChange={(next) => set(name, next)} />;
  if (YES_NO.has(name)) {
    const answers = [
      { value: 'yes', label: t('answer.yes') },
      { value: 'no', label: t('answer.no') },
    ];
    const now = value(name);
    return <RadioField {...bind} inline choices={answers} value={now === true ? 'yes' : now === false ? 'no' : ''} onChange={(next) => set(name, next === 'yes')} />;
  }
  switch (name) {
    case 'abroadCountry':
    case 'idDocCountry':
      return <SelectField {...bind} groups={countries} />;
    case 'residenceMunicipality':
      return <SelectField {...bind} groups={municipalities} />;
    case 'dcmId':
      return <SelectField {...bind} groups={[{ options: form.missions.map((each) => ({ value: each.id, label: text(each.name) })) }]} />;
    case 'sex':
      return <RadioField {...bind} inline choices={['F', 'M'].map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))} />;
    case 'votingChannel':
      return <RadioField {...bind} choices={['POST', 'DCM'].map((channel) => ({ value: channel, label: t(`channel.${channel}.label`) }))} />;
    case 'correspondenceLanguage':
      return <RadioField {...bind} choices={(['bs', 'hr', 'sr'] as const).map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))} />;
    case 'idDocType': {
      const types = form.kinds.find((kind) => kind.kind === application.kind)?.idDocTypes ?? [];
      return <RadioField {...bind} choices={types.map((type) => ({ value: type.code, label: text(type.name) }))} />;
    }
    default:
      return <TextField {...bind} />;
  }
}
