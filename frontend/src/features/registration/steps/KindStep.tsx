/** How the voter applies: EL 3.15(1), (4) or (7). The decision questions chose it; it can be changed here. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CheckField } from '@/ui/form/CheckField';
import { RadioField } from '@/ui/form/RadioField';
import { StepFrame } from './StepFrame';
import { useStep } from './useStep';

const KINDS = ['T', 'R1', 'R2'] as const;

export function KindStep() {
  const { t } = useTranslation('registration');
  const state = useStep('kind');
  const citizenship = state.messages('citizenshipBih');
  return (
    <StepFrame step="kind" state={state} lead={<p>{t('step.kind.lead')}</p>}>
      <RadioField
        name="kind"
        label={t('field.kind.label')}
        value={state.text('kind')}
        onChange={(kind) => state.set('kind', kind)}
        choices={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}.label`), hint: t(`kind.${kind}.hint`) }))}
        {...state.messages('kind')}
      />
      <p>
        <Link to="/apply">{t('step.kind.unsure')}</Link>
      </p>
      <CheckField
        name="citizenshipBih"
        label={t('field.citizenshipBih.declare')}
        hint={t('field.citizenshipBih.hint')}
        error={citizenship.error}
        checked={state.value('citizenshipBih') === true}
        onChange={(checked) => state.set('citizenshipBih', checked ? true : null)}
      />
    </StepFrame>
  );
}
