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
import { Loading } from '@/ui/states';
import { useForm } from '../case/useForm';
import { MY_APPLICATIONS } from '../CasesPage';
import { START } from '../operations';
import { useOpenElection } from './useOpenElection';
import type { Answers, Kind, Result } from './questions';

export function ResultPage({ result, answers }: { result: Result; answers: Answers }) {
  const { t } = useTranslation('registration');
  if ('stop' in result) {
    return (
      <Page
        title={t(`apply.stop.${result.stop}.title`)}
        lead={<p>{t(`apply.stop.${result.stop}.text`)}</p>}
        back={{ to: `/apply/${result.stop === 'citizen' ? 'citizen' : 'documents'}`, text: t('apply.back') }}
      >
        <p>
          <Link to="/">{t('apply.home')}</Link>
        </p>
      </Page>
    );
  }
  return <Begin kind={result.kind} forSelf={answers.who !== 'other'} />;
}

function Begin({ kind, forSelf }: { kind: Kind; forSelf: boolean }) {
  const { t } = useTranslation('registration');
  const text = useText();
  const client = useClient();
  const navigate = useNavigate();
  const { viewer, loading } = useViewer();
  const election = useOpenElection();
  const { form } = useForm(election?.code ?? '');
  const [{ data }] = useQuery({ query: MY_APPLICATIONS, variables: {}, pause: !viewer });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useKey(kind, forSelf, election?.code ?? '');
  const slots = form?.kinds.find((each) => each.kind === kind)?.slots ?? [];
  const drafts = (data?.myApplications.edges ?? [])
    .map((edge) => edge.node)
    .filter((node) => node.status === 'DRAFT' && node.electionCode === election?.code && node.forSelf === forSelf);

  const begin = async () => {
    if (!election) return;
    setBusy(true);
    const { data: answer, error } = await client.mutation(START, { election: election.code, forSelf, kind, key }).toPromise();
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
      {election && !form && <Loading />}
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
          <Button loading={busy} disabled={!election} onClick={() => void begin()}>
            {t('apply.begin')}
          </Button>
        )}
      </div>
      {!election && !loading && <p>{t('apply.closed')}</p>}
    </Page>
  );
}
