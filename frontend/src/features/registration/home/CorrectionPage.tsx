/** Only what must be mended: the official's words, the old value, the new one, and the term counting down. R-T7, R-T8. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { outcome, type Problem } from '@/lib/problems';
import { fieldName, slotName } from '@/lib/paths';
import { useKey } from '@/lib/useKey';
import { Icon } from '@/ui/icons';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Failed, Loading } from '@/ui/states';
import { TermPanel } from '@/ui/TermPanel';
import { Clashes } from '../case/Clashes';
import { useCase } from '../case/context';
import type { FieldKey } from '../case/draft';
import { SaveLine } from '../case/SaveLine';
import { SignedFormUpload } from '../case/SignedFormUpload';
import { useAnswerText } from '../case/useAnswers';
import { useForm } from '../case/useForm';
import { usePathLabel } from '../case/usePathLabel';
import { RESUBMIT } from '../operations';
import { CorrectionControl } from './CorrectionControl';

export function CorrectionPage() {
  const { t } = useTranslation('registration');
  const client = useClient();
  const navigate = useNavigate();
  const { application, flush, replace } = useCase();
  const { form, failed, retry } = useForm(application.electionCode);
  const label = usePathLabel(application);
  const answerText = useAnswerText(application, form);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useKey(application.version);
  const base = `/applications/${application.id}`;
  const round = application.corrections.find((each) => each.state === 'OPEN');
  if (!round) return <Navigate to={base} replace />;
  if (failed) return <Failed retry={retry} />;
  if (!form) return <Loading />;
  const paths = round.deficiencies.map((deficiency) => deficiency.path);
  const signedAnew = !application.defects.some((defect) => defect.code === 'signed_form.needed_again');
  const paperFlagged = paths.includes('documents.SIGNED_FORM');

  const resubmit = async () => {
    setBusy(true);
    setProblem(null);
    const saved = await flush();
    if (saved) {
      const { data, error } = await client.mutation(RESUBMIT, { id: saved.id, version: saved.version, key }).toPromise();
      const { ok, problem: refusal } = outcome(data?.resubmitApplication, error);
      if (ok) {
        replace(ok);
        await navigate(base);
        return;
      }
      setProblem(refusal ?? null);
    }
    setBusy(false);
  };

  return (
    <Page title={t('correction.title')} caption={application.number} lead={<p>{t('correction.lead')}</p>} back={{ to: base, text: t('home.back') }}>
      <ProblemAlert problem={problem} />
      <Clashes />
      {round.dueAt && <TermPanel title={t('correction.term')} at={round.dueAt} note={t('correction.termNote')} tone="warning" />}
      {round.deficiencies.map((deficiency) => {
        const slot = slotName(deficiency.path);
        const old = slot ? deficiency.oldValue : answerText(fieldName(deficiency.path) as FieldKey, deficiency.oldValue);
        return (
          <div key={deficiency.path} className="panel">
            <h2>{label(deficiency.path)}</h2>
            <p className={deficiency.mended ? 'task-state task-done' : 'task-state task-mend'}>
              <Icon name={deficiency.mended ? 'check' : 'warning'} />
              {t(deficiency.mended ? 'correction.mended' : 'correction.open')}
            </p>
            <figure className="official">
              <blockquote className="official-words">{deficiency.text}</blockquote>
              <figcaption>{t('correction.official')}</figcaption>
            </figure>
            {old && (
              <p>
                <span className="muted">{t('correction.old')}</span> {old}
              </p>
            )}
            <CorrectionControl path={deficiency.path} form={form} mended={deficiency.mended && (slot !== 'SIGNED_FORM' || signedAnew)} />
          </div>
        );
      })}
      {round.needsNewSignature && (
        <section className="panel panel-warning" aria-labelledby="sign-again">
          <h2 id="sign-again">{t('correction.sign.title')}</h2>
          <p>{t('correction.sign.text')}</p>
          {application.formUrl && (
            <p className="link-line">
              <a className="ds-button" href={application.formUrl} target="_blank" rel="noreferrer" onClick={() => void flush()}>
                <Icon name="download" /> {t('sign.download')}
              </a>
            </p>
          )}
          {!paperFlagged && <SignedFormUpload stale={!signedAnew} />}
        </section>
      )}
      <SaveLine />
      <div className="actions">
        <Button loading={busy} onClick={() => void resubmit()}>
          {t('correction.send')}
        </Button>
      </div>
    </Page>
  );
}
