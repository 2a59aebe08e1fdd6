/** All answers under their steps, with a way to change each while that is possible. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseFragment } from '@/gql/graphql';
import { useText } from '@/lib/i18n';
import { currentDocument } from './useSlotUpload';
import { STEPS, blocking, defectsOf } from './steps';
import { useAnswers } from './useAnswers';
import { useForm } from './useForm';
import { fieldId } from '@/ui/form/Field';

export function Answers({ application, change }: { application: CaseFragment; change: boolean }) {
  const { t } = useTranslation('registration');
  const text = useText();
  const { form } = useForm(application.electionCode);
  const answers = useAnswers(application, form);
  const base = `/applications/${application.id}/step`;
  return (
    <>
      {STEPS.map((step) => (
        <section key={step} className="answers" aria-labelledby={`answers-${step}`}>
          <div className="answers-head">
            <h2 id={`answers-${step}`}>{t(`step.${step}.title`)}</h2>
            {change && (
              <Link to={`${base}/${step}?return=check`} className="no-print">
                {t('answer.change')}
                <span className="ds-sr-only"> {t(`step.${step}.title`)}</span>
              </Link>
            )}
          </div>
          {change && blocking(defectsOf(step, application.defects)).length > 0 && (
            <p className="field-error">{t('answer.unfinished')}</p>
          )}
          <dl className="facts">
            {step === 'documents'
              ? application.requiredSlots.map((slot) => (
                  <div key={slot.slot} id={fieldId(`documents.${slot.slot}`)}>
                    <dt>{text(slot.name)}</dt>
                    <dd>
                      {currentDocument(application, slot.slot)?.name ??
                        t(application.fields.missingDocuments?.includes(slot.slot) ? 'answer.declaredMissing' : 'answer.none')}
                    </dd>
                  </div>
                ))
              : answers(step).map((answer) => (
                  <div key={answer.field}>
                    <dt>{answer.label}</dt>
                    <dd>{answer.text || <span className="muted">{t('answer.none')}</span>}</dd>
                  </div>
                ))}
          </dl>
        </section>
      ))}
    </>
  );
}
