/** Where in Bosnia and Herzegovina the vote counts: EL 3.6(2), 3.7(2), and for refugees the option of 20.8. */
import { useTranslation } from 'react-i18next';
import { RadioField } from '@/ui/form/RadioField';
import { SelectField } from '@/ui/form/SelectField';
import { TextField } from '@/ui/form/TextField';
import { Failed, Loading } from '@/ui/states';
import { useForm } from '../case/useForm';
import { useMunicipalityGroups } from './countries';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

export function ResidenceStep() {
  const { t } = useTranslation('registration');
  const state = useStep('residence');
  const { form, failed, retry } = useForm(state.application.electionCode);
  const municipalities = useMunicipalityGroups(form);
  const { bind } = state;
  if (failed) return <Failed retry={retry} />;
  if (!form) return <Loading />;
  const kind = state.application.kind;
  const changes = state.value('changesVotingOption');
  return (
    <StepFrame step="residence" state={state} lead={<p>{t(kind === 'R2' ? 'step.residence.leadR2' : 'step.residence.lead')}</p>}>
      <SelectField {...bind('residenceMunicipality')} groups={municipalities} />
      <TextField {...bind('residencePlace')} optional maxLength={100} width="m" autoComplete="off" />
      <TextField {...bind('residenceStreet')} optional maxLength={100} autoComplete="off" />
      <TextField {...bind('residenceHouseNo')} optional maxLength={20} width="xs" autoComplete="off" />
      {kind === 'R1' && (
        <RadioField
          {...bind('changesVotingOption')}
          value={changes === true ? 'yes' : changes === false ? 'no' : ''}
          onChange={(value) => state.set('changesVotingOption', value === 'yes')}
          choices={[
            { value: 'no', label: t('field.changesVotingOption.no') },
            { value: 'yes', label: t('field.changesVotingOption.yes'), hint: t('field.changesVotingOption.yesHint') },
          ]}
        />
      )}
    </StepFrame>
  );
}
