/** How the Commission reaches the voter, and how the vote travels: EL 3.15(11), (13). */
import { useTranslation } from 'react-i18next';
import { useText } from '@/lib/i18n';
import { LANGUAGE_NAMES, htmlTag } from '@/lib/language';
import { RadioField } from '@/ui/form/RadioField';
import { SelectField } from '@/ui/form/SelectField';
import { TextField } from '@/ui/form/TextField';
import { Failed, Loading } from '@/ui/states';
import { useForm } from '../case/useForm';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

/** Letters and decisions are written in the official languages. */
const OFFICIAL = ['bs', 'hr', 'sr'] as const;

export function ContactStep() {
  const { t } = useTranslation('registration');
  const text = useText();
  const state = useStep('contact');
  const { form, failed, retry } = useForm(state.application.electionCode);
  const { bind } = state;
  if (failed) return <Failed retry={retry} />;
  if (!form) return <Loading />;
  const missions = form.missions.map((mission) => ({ value: mission.id, label: text(mission.name) }));
  const here = state.text('abroadCountry');
  const near = form.missions.filter((mission) => mission.country === here).map((mission) => mission.id);
  const groups = [
    ...(near.length > 0 ? [{ label: t('missions.near'), options: missions.filter((each) => near.includes(each.value)) }] : []),
    { label: t('missions.all'), options: missions.filter((each) => !near.includes(each.value)) },
  ];
  return (
    <StepFrame step="contact" state={state}>
      <RadioField
        {...bind('votingChannel')}
        choices={[
          { value: 'POST', label: t('channel.POST.label'), hint: t('channel.POST.hint') },
          { value: 'DCM', label: t('channel.DCM.label'), hint: t('channel.DCM.hint') },
        ]}
      />
      {state.text('votingChannel') === 'DCM' && <SelectField {...bind('dcmId')} groups={groups} />}
      <TextField {...bind('email')} inputMode="email" autoComplete="email" width="m" />
      <TextField {...bind('phone')} optional inputMode="tel" autoComplete="tel" width="s" />
      <RadioField
        {...bind('correspondenceLanguage')}
        choices={OFFICIAL.map((language) => ({ value: language, label: <span lang={htmlTag(language)}>{LANGUAGE_NAMES[language]}</span> }))}
      />
      {!state.application.forSelf && <TextField {...bind('helperName')} maxLength={120} width="m" autoComplete="name" />}
    </StepFrame>
  );
}
