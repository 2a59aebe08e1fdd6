/** Ties a step's controls to the draft: value, label, hint, and what the service says is wrong with it. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { Defect } from '@/lib/problems';
import { fieldName } from '@/lib/paths';
import { useProblemText } from '@/ui/ProblemAlert';
import type { FieldError } from '@/ui/form/ErrorSummary';
import { useCase } from '../case/context';
import type { FieldKey } from '../case/draft';
import { blocking, defectsOf, isMissing, nextStep, progressOf, type Step } from '../case/steps';

export function useDefectText(): (defect: Defect) => string {
  const { t } = useTranslation('registration');
  const text = useProblemText();
  return (defect) => {
    const name = fieldName(defect.path ?? '');
    if (defect.code === 'field.required') return t('errors.required', { field: t(`field.${name}.label`) });
    return text(defect);
  };
}

export function useStep(step: Step) {
  const { t, i18n } = useTranslation('registration');
  const draft = useCase();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const text = useDefectText();
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [mend] = useState(() => progressOf(step, draft.application) === 'mend');
  const found = useMemo(() => defectsOf(step, draft.application.defects), [step, draft.application.defects]);
  const open = blocking(found);
  // Before the first attempt only what is wrong is said; what is merely missing is known to whoever has just come.
  const told = attempt > 0 ? open : mend ? open.filter((defect) => !isMissing(defect)) : [];
  const returnToCheck = query.get('return') === 'check';
  const base = `/applications/${draft.application.id}`;

  const errors: FieldError[] = told.map((defect) => ({ name: fieldName(defect.path ?? ''), text: text(defect) }));

  const messages = (name: string) => {
    const error = errors.find((each) => each.name === name)?.text;
    const warning = found.find((defect) => defect.warning && fieldName(defect.path ?? '') === name);
    return { error, warning: warning && text(warning) };
  };

  /** Everything that a text-like control needs. */
  const bind = (name: FieldKey) => {
    const hint = i18n.exists(`registration:field.${name}.hint`) ? t(`field.${name}.hint`) : undefined;
    return {
      name,
      label: t(`field.${name}.label`),
      hint,
      value: draft.text(name),
      onChange: (value: string) => draft.set(name, value),
      onBlur: () => void draft.flush(),
      disabled: !draft.application.editable.map(fieldName).includes(name),
      ...messages(name),
    };
  };

  const goOn = async () => {
    setBusy(true);
    const saved = await draft.flush();
    setBusy(false);
    if (!saved) return;
    if (blocking(defectsOf(step, saved.defects)).length > 0) {
      setAttempt((count) => count + 1);
      return;
    }
    const next = nextStep(step);
    await navigate(returnToCheck ? `${base}/check` : next ? `${base}/step/${next}` : base);
  };

  return { ...draft, bind, messages, errors, attempt, busy, goOn, backTo: returnToCheck ? `${base}/check` : base };
}
