/** The document that proves identity: EL 3.15(2), (5), (9). */
import { useTranslation } from 'react-i18next';
import { useText } from '@/lib/i18n';
import { DateField } from '@/ui/form/DateField';
import { RadioField } from '@/ui/form/RadioField';
import { SelectField } from '@/ui/form/SelectField';
import { TextField } from '@/ui/form/TextField';
import { Failed, Loading } from '@/ui/states';
import { useForm } from '../case/useForm';
import { useCountryGroups } from './countries';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

export function IdentityStep() {
  const { t } = useTranslation('registration');
  const text = useText();
  const state = useStep('identity');
  const { form, failed, retry } = useForm(state.application.electionCode);
  const countries = useCountryGroups(form, { withBih: true });
  const { bind } = state;
  if (failed) return <Failed retry={retry} />;
  if (!form) return <Loading />;
  const types = form.kinds.find((kind) => kind.kind === state.application.kind)?.idDocTypes ?? [];
  const chooseType = (type: string) => {
    state.set('idDocType', type);
    // A document of Bosnia and Herzegovina has its country in its name.
    if (type.startsWith('BIH_')) state.set('idDocCountry', 'BA');
  };
  return (
    <StepFrame step="identity" state={state} lead={<p>{t('step.identity.lead')}</p>}>
      {types.length === 0 ? (
        <p>{t('step.identity.kindFirst')}</p>
      ) : (
        <RadioField
          {...bind('idDocType')}
          onChange={chooseType}
          choices={types.map((type) => ({ value: type.code, label: text(type.name) }))}
        />
      )}
      <TextField {...bind('idDocNumber')} maxLength={40} width="s" autoComplete="off" />
      <TextField {...bind('idDocIssuer')} maxLength={120} autoComplete="off" />
      <SelectField {...bind('idDocCountry')} groups={countries} />
      <DateField
        {...bind('idDocValidUntil')}
        value={state.text('idDocValidUntil') || null}
        onChange={(value) => state.set('idDocValidUntil', value)}
      />
    </StepFrame>
  );
}
