/** Who the voter is, as it stands in the identity document and the register: EL 3.1(6). */
import { useTranslation } from 'react-i18next';
import { DateField } from '@/ui/form/DateField';
import { RadioField } from '@/ui/form/RadioField';
import { TextField } from '@/ui/form/TextField';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

export function PersonStep() {
  const { t } = useTranslation('registration');
  const state = useStep('person');
  const { bind } = state;
  const forSelf = state.application.forSelf;
  const withoutJmb = state.application.kind === 'R2';
  return (
    <StepFrame step="person" state={state} lead={<p>{t(forSelf ? 'step.person.lead' : 'step.person.leadOther')}</p>}>
      <TextField {...bind('surname')} autoComplete={forSelf ? 'family-name' : 'off'} maxLength={60} width="m" />
      <TextField {...bind('name')} autoComplete={forSelf ? 'given-name' : 'off'} maxLength={60} width="m" />
      <TextField {...bind('previousSurname')} optional maxLength={60} width="m" autoComplete="off" />
      <TextField {...bind('parentName')} maxLength={60} width="m" autoComplete="off" />
      <DateField
        {...bind('dateOfBirth')}
        value={state.text('dateOfBirth') || null}
        onChange={(value) => state.set('dateOfBirth', value)}
        {...(forSelf && { autoComplete: 'bday' as const })}
      />
      <RadioField
        {...bind('sex')}
        inline
        choices={[
          { value: 'F', label: t('sex.F') },
          { value: 'M', label: t('sex.M') },
        ]}
      />
      <TextField {...bind('placeOfBirth')} maxLength={100} width="m" autoComplete="off" />
      <TextField
        {...bind('jmb')}
        {...(withoutJmb && { optional: true, hint: t('field.jmb.hintR2') })}
        inputMode="numeric"
        maxLength={13}
        width="s"
        autoComplete="off"
      />
    </StepFrame>
  );
}
