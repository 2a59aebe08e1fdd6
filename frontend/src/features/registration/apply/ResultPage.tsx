/** What the answers mean: the kind and its documents, or why it does not go on here and what helps. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient, useQuery } from 'urql';
import { useText } from '@/lib/i18n';
import { outcome, type Problem } from '@/lib/problems';
import { signInUrl } from '@/lib/session';
import { useKey } from '@/lib/useKey';
import { useViewer } from '@/lib/viewer';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Failed, Loading } from '@/ui/states';
import { useForm, type ApplicationForm } from '../case/useForm';
import { MY_APPLICATIONS } from '../CasesPage';
import { START } from '../operations';
import { useOpenElection } from './useOpenElection';
import type { Facts } from './questions';

/** Why it does not go on here, and what helps. */
export function StopPage({ at }: { at: 'citizen' | 'register' }) {
  const { t } = useTranslation('registration');
  return (
    <Page
      title={t(`apply.stop.${at}.title`)}
      lead={<p>{t(`apply.stop.${at}.text`)}</p>}
      back={{ to: `/apply/${at === 'citizen' ? 'citizen' : 'documents'}`, text: t('apply.back') }}
    >
      <p>
        <Link to="/">{t('apply.home')}</Link>
      </p>
    </Page>
  );
}

export function ResultPage({ facts, forSelf }: { facts: Facts; forSelf: boolean }) {
  const { t } = useTranslation('registration');
  const { election, loading } = useOpenElection();
  const { form, failed, retry } = useForm(election?.code ?? '');
  if (failed) return <Failed retry={retry} />;
  if (!election && !loading) {
    return <Page title={t('apply.result.title')} lead={<p>{t('apply.closed')}</p>} back={{ to: '/', text: t('apply.home') }} />;
  }
  if (!form) return <Loading />;
  const answer = form.kindAnswers.find(
    (each) => each.refugee === facts.refugee && each.everHadBihDocument === facts.everHadBihDocument,
  );
  return answer?.kind ? <Begin kind={answer.kind} form={form} forSelf={forSelf} /> : <StopPage at="register" />;
}

function Begin({ kind, form, forSelf }: { kind: string; form: ApplicationForm; forSelf: boolean }) {
  const { t } = useTranslation('registration');
  const text = useText();
  const client = useClient();
  const navigate = useNavigate();
  const { viewer, loading } = useViewer();
  const [{ data }] = useQuery({ query: MY_APPLICATIONS, variables: {}, pause: !viewer });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useKey(kind, forSelf, form.election);
  const slots = form.kinds.find((each) => each.kind === kind)?.slots ?? [];
  const drafts = (data?.myApplications.edges ?? [])
    .map((edge) => edge.node)
    .filter((node) => node.status === 'DRAFT' && node.electionCode === form.election && node.forSelf === forSelf);

  const begin = async () => {
    setBusy(true);
    const { data: answer, error } = await client.mutation(START, { election: form.election, forSelf, kind, key }).toPromise();
    const { ok, problem: refusal } = outcome(answer?.startApplication, error);
    setBusy(false);
    setProblem(refusal ?? null);
    if (ok) await navigate(`/applications/${ok.id}`);
  };

  return (
    <Page
      title={t('apply.result.title')}
      lead={<p>{t(`kind.${kind}.result`)}</p>}
      back={{ to: '/apply/refugee', text: t('apply.back') }}
    >
      <ProblemAlert problem={problem} />
      <h2>{t('apply.result.need')}</h2>
      <ul>
        {slots
          .filter((slot) => slot.slot !== 'SIGNED_FORM')
          .map((slot) => (
            <li key={slot.slot}>
              {text(slot.name)}
              {slot.onlyIfChangingOption && <> – {t('apply.result.onlyIfChanging')}</>}
              {slot.mayBeDeclaredMissing && <> – {t('apply.result.ifYouHaveIt')}</>}
            </li>
          ))}
        <li>{t('apply.result.signed')}</li>
      </ul>
      {drafts.length > 0 && (
        <section className="panel panel-term" aria-labelledby="draft-title">
          <h2 id="draft-title">{t('apply.draft.title')}</h2>
          <p>{t('apply.draft.text')}</p>
          <ul>
            {drafts.map((draft) => (
              <li key={draft.id}>
                <Link to={`/applications/${draft.id}`}>{draft.applicantName ?? t('cases.unnamed')}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="actions">
        {!loading && !viewer && (
          <>
            <Button asChild>
              <a href={signInUrl('/apply/result')}>{t('apply.signIn')}</a>
            </Button>
            <Button asChild variant="secondary">
              <a href={signInUrl('/apply/result', 'register')}>{t('apply.register')}</a>
            </Button>
          </>
        )}
        {viewer && (drafts.length === 0 || !forSelf) && (
          <Button loading={busy} onClick={() => void begin()}>
            {t('apply.begin')}
          </Button>
        )}
      </div>
    </Page>
  );
}
