/** One's own account: where it is signed in, its language, its second factor, and who looked at one's data. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient, useQuery } from 'urql';
import { graphql } from '@/gql';
import { LANGUAGE_NAMES } from '@/lib/language';
import { outcome, type Problem } from '@/lib/problems';
import { useViewer } from '@/lib/viewer';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Failed, Loading, SignInFirst } from '@/ui/states';
import { deviceOf } from './device';

const SESSIONS = graphql(`
  query AccountSessions {
    accountSessions { id current startedAt lastSeenAt userAgent }
  }
`);

const END_SESSION = graphql(`
  mutation EndAccountSession($id: ID!) {
    endAccountSession(id: $id) {
      __typename
      ... on Done { ok }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

const END_OTHERS = graphql(`
  mutation EndOtherAccountSessions {
    endOtherAccountSessions {
      __typename
      ... on Done { ok }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export function AccountPage() {
  const { t } = useTranslation('account');
  const client = useClient();
  const { viewer, loading } = useViewer();
  const [{ data, error }, refetch] = useQuery({ query: SESSIONS, pause: !viewer, requestPolicy: 'network-only' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState('');
  if (loading) return <Loading />;
  if (!viewer) return <SignInFirst />;

  const end = async (id: string | null) => {
    const result = id
      ? await client.mutation(END_SESSION, { id }).toPromise().then((r) => outcome(r.data?.endAccountSession, r.error))
      : await client.mutation(END_OTHERS, {}).toPromise().then((r) => outcome(r.data?.endOtherAccountSessions, r.error));
    setProblem(result.problem ?? null);
    setSaid(result.problem ? '' : t('sessions.ended'));
    refetch({ requestPolicy: 'network-only' });
  };

  return (
    <Page title={t('account.title')}>
      <ProblemAlert problem={problem} />
      <dl className="facts">
        <div>
          <dt>{t('account.email')}</dt>
          <dd>{viewer.email}</dd>
        </div>
        {viewer.name && (
          <div>
            <dt>{t('account.name')}</dt>
            <dd>{viewer.name}</dd>
          </div>
        )}
        <div>
          <dt>{t('account.language')}</dt>
          <dd>
            {LANGUAGE_NAMES[viewer.language]}
            <span className="muted small block">{t('account.languageHint')}</span>
          </dd>
        </div>
        <div>
          <dt>{t('account.factor')}</dt>
          <dd>
            {t(viewer.secondFactor ? 'account.factorOn' : 'account.factorOff')} <a href="/auth/account">{t('account.factorLink')}</a>
          </dd>
        </div>
      </dl>
      <h2>{t('access.title')}</h2>
      <p>{t('access.short')}</p>
      <p>
        <Link to="/account/access">{t('access.open')}</Link>
      </p>
      <h2>{t('sessions.title')}</h2>
      <p>{t('sessions.lead')}</p>
      {error && !data && <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && !error && <Loading />}
      <p role="status">{said}</p>
      <ul className="sessions">
        {data?.accountSessions.map((each) => (
          <li key={each.id} className="panel">
            <p>
              <strong>{deviceOf(each.userAgent) || t('sessions.unknown')}</strong>
              {each.current && <span className="demo"> {t('sessions.current')}</span>}
            </p>
            <p className="muted">
              {t('sessions.since')} <Instant at={each.startedAt} short /> · {t('sessions.seen')} <Instant at={each.lastSeenAt} short />
            </p>
            {!each.current && (
              <Button variant="secondary" data-size="sm" onClick={() => void end(each.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data && data.accountSessions.length > 1 && (
        <div className="actions">
          <Button variant="secondary" onClick={() => void end(null)}>
            {t('sessions.endOthers')}
          </Button>
        </div>
      )}
    </Page>
  );
}
