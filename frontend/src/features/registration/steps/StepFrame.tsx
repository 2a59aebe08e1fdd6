/** The frame of a step: where one is, what is wrong, what is saved, and the way on. */
import { Button } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorSummary } from '@/ui/form/ErrorSummary';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Clashes } from '../case/Clashes';
import { SaveLine } from '../case/SaveLine';
import { STEPS, type Step } from '../case/steps';
import type { useStep } from './useStep';

interface StepFrameProps {
  step: Step;
  state: ReturnType<typeof useStep>;
  lead?: ReactNode;
  children: ReactNode;
}

export function StepFrame({ step, state, lead, children }: StepFrameProps) {
  const { t } = useTranslation('registration');
  const { saveState } = state;
  return (
    <Page
      title={t(`step.${step}.title`)}
      caption={t('step.caption', { number: STEPS.indexOf(step) + 1, count: STEPS.length })}
      lead={lead}
      back={{ to: state.backTo, text: t('step.toTasks') }}
    >
      <ErrorSummary errors={state.errors} attempt={state.attempt} />
      {saveState.step === 'failed' && <ProblemAlert problem={saveState.problem} />}
      <Clashes />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void state.goOn();
        }}
      >
        {children}
        <div className="actions">
          <Button type="submit" loading={state.busy}>
            {t('step.continue')}
          </Button>
          <Link to={state.backTo}>{t('step.later')}</Link>
        </div>
        <SaveLine />
      </form>
    </Page>
  );
}
