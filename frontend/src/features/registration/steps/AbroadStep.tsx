/** The exact address abroad, as the post of that country writes it: EL 3.15(1), (4), (7). */
import { useTranslation } from 'react-i18next';
import { SelectField } from '@/ui/form/SelectField';
import { TextField } from '@/ui/form/TextField';
import { Failed, Loading } from '@/ui/states';
import { useForm } from '../case/useForm';
import { useCountryGroups } from './countries';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

export function AbroadStep() {
  const { t } = useTranslation('registration');
  const state = useStep('abroad');
  const { form, failed, retry } = useForm(state.application.electionCode);
  const countries = useCountryGroups(form, { withBih: false });
  const { bind } = state;
  if (failed) return <Failed retry={retry} />;
  if (!form) return <Loading />;
  return (
    <StepFrame step="abroad" state={state} lead={<p>{t('step.abroad.lead')}</p>}>
      <SelectField {...bind('abroadCountry')} groups={countries} />
      <TextField {...bind('abroadStreet')} maxLength={120} autoComplete="off" />
      <TextField {...bind('abroadHouseNo')} maxLength={20} width="xs" autoComplete="off" />
      <TextField {...bind('abroadPostalCode')} maxLength={12} width="s" autoComplete="postal-code" />
      <TextField {...bind('abroadCity')} maxLength={100} width="m" autoComplete="off" />
      <TextField {...bind('abroadRegion')} optional maxLength={100} width="m" autoComplete="off" />
    </StepFrame>
  );
}
