/** Read through, declare, submit. What is wrong is listed here once more, each line leading to its step. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { useClient } from 'urql';
import { outcome, type Problem } from '@/lib/problems';
import { useKey } from '@/lib/useKey';
import { CheckField } from '@/ui/form/CheckField';
import { ErrorSummary } from '@/ui/form/ErrorSummary';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useNow } from '@/ui/Remaining';
import { TermPanel } from '@/ui/TermPanel';
import { Answers } from '../case/Answers';
import { useCase } from '../case/context';
import { blocking, stepOf } from '../case/steps';
import { useForm } from '../case/useForm';
import { SUBMIT } from '../operations';
import { useDefectText } from '../steps/useStep';

const DAY_MS = 24 * 60 * 60 * 1000;

export function CheckPage() {
  const { t } = useTranslation('registration');
  const client = useClient();
  const { application, flush, replace } = useCase();
  const { form } = useForm(application.electionCode);
  const defectText = useDefectText();
  const now = useNow();
  const [declared, setDeclared] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useKey(application.version);
  const base = `/applications/${application.id}`;
  // While it is being submitted from here, leaving the draft is what was wanted.
  if (application.status !== 'DRAFT') return <Navigate to={base} replace state={busy ? { submitted: true } : null} />;

  const open = blocking(application.defects);
  const warnings = application.defects.filter((defect) => defect.warning);
  const errors = attempt > 0 && !declared ? [{ name: 'declaration', text: t('declare.needed') }] : [];
  const closing = form && new Date(form.signedFormDueAt).getTime() - now.getTime() < DAY_MS;

  const submit = async () => {
    setAttempt((count) => count + 1);
    setProblem(null);
    if (!declared || !form || open.length > 0) return;
    setBusy(true);
    const saved = await flush();
    if (saved) {
      const { data, error } = await client
        .mutation(SUBMIT, { id: saved.id, version: saved.version, accuracy: true, notice: form.privacyNoticeVersion, key })
        .toPromise();
      const { ok, problem: refusal } = outcome(data?.submitApplication, error);
      if (ok) {
        replace(ok);
        return;
      }
      setProblem(refusal ?? null);
    }
    setBusy(false);
  };

  return (
    <Page title={t('check.title')} lead={<p>{t('check.lead')}</p>} back={{ to: base, text: t('step.toTasks') }}>
      <ErrorSummary errors={errors} attempt={attempt} />
      <ProblemAlert problem={problem} />
      {typeof problem?.params.application === 'string' && (
        <p>
          <Link to={`/applications/${problem.params.application}`}>{t('check.running')}</Link>
        </p>
      )}
      {open.length > 0 && (
        <section className="panel panel-danger" aria-labelledby="check-open">
          <h2 id="check-open">{t('check.open', { count: open.length })}</h2>
          <ul>
            {open.map((defect, index) => (
              <li key={index}>
                {defect.path ? (
                  <Link to={`${base}/step/${stepOf(defect.path)}?return=check`}>{defectText(defect)}</Link>
                ) : (
                  defectText(defect)
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {warnings.length > 0 && (
        <section className="panel panel-warning" aria-labelledby="check-warnings">
          <h2 id="check-warnings">{t('check.warnings')}</h2>
          <ul>
            {warnings.map((defect, index) => (
              <li key={index}>{defectText(defect)}</li>
            ))}
          </ul>
        </section>
      )}
      <Answers application={application} change />
      {open.length === 0 && (
        <section aria-labelledby="declare-title">
          <h2 id="declare-title">{t('declare.title')}</h2>
          {form && (
            <TermPanel
              title={t('check.paper')}
              at={form.signedFormDueAt}
              note={t(closing ? 'check.paperSoon' : 'check.paperNote')}
              tone={closing ? 'warning' : 'term'}
            />
          )}
          <p>{t('declare.text')}</p>
          <CheckField
            name="declaration"
            label={t('declare.accuracy')}
            error={errors[0]?.text}
            checked={declared}
            onChange={setDeclared}
          />
          <p className="small">
            {t('declare.privacy', { version: form?.privacyNoticeVersion ?? '' })} <Link to="/privacy">{t('declare.privacyLink')}</Link>
          </p>
          <div className="actions">
            <Button loading={busy} onClick={() => void submit()} disabled={!form}>
              {t('check.submit')}
            </Button>
            <Button variant="secondary" onClick={() => window.print()}>
              {t('check.print')}
            </Button>
          </div>
        </section>
      )}
    </Page>
  );
}
