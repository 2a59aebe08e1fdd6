/** What happens now, as steps: done, current, to come. */
import { useTranslation } from 'react-i18next';
import type { ApplicationStatus } from '@/gql/graphql';
import { Icon } from '@/ui/icons';
import { useCase } from '../case/context';

const WAY = ['submitted', 'signed', 'review', 'decision'] as const;

/** How many steps of the way are behind a case in this state. */
const BEHIND: Partial<Record<ApplicationStatus, number>> = {
  SUBMITTED: 1,
  SIGNED_FORM_RECEIVED: 2,
  UNDER_REVIEW: 2,
  RETURNED: 2,
  PROPOSED: 2,
};

export function Steps() {
  const { t } = useTranslation('registration');
  const { application } = useCase();
  const behind = BEHIND[application.status];
  if (behind === undefined) return null;
  return (
    <section aria-labelledby="way-title">
      <h2 id="way-title">{t('way.title')}</h2>
      <ol className="way">
        {WAY.map((step, index) => {
          const state = index < behind ? 'done' : index === behind ? 'now' : 'ahead';
          return (
            <li key={step} className={`way-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="way-mark">{state === 'done' ? <Icon name="check" /> : index + 1}</span>
              <div>
                <p className="way-name">
                  {t(`way.${step}.name`)} <span className="ds-sr-only">({t(`way.${state}`)})</span>
                </p>
                {state !== 'done' && <p className="way-text">{t(`way.${step}.text`)}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
