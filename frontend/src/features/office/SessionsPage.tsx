/** Sittings of the commission and what each vote decided. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { useProblemText } from '@/ui/ProblemAlert';
import { Empty, Failed, Loading } from '@/ui/states';
import { OfficialsOnly } from './guard';
import './office.css';
import { SESSIONS } from './operations';

export function SessionsPage() {
  return <OfficialsOnly>{() => <Sessions />}</OfficialsOnly>;
}

function Sessions() {
  const { t } = useTranslation('office');
  const words = useProblemText();
  const [{ data, fetching, error }, refetch] = useQuery({ query: SESSIONS, variables: { after: null } });
  const sessions = data?.commissionSessions.edges.map((edge) => edge.node) ?? [];
  return (
    <Page title={t('sessions.title')} width="full" back={{ to: '/office', text: t('queue.title') }}>
      {error && !data ? <Failed retry={() => refetch()} /> : fetching && !data ? <Loading /> : null}
      {data && sessions.length === 0 && (
        <Empty title={t('sessions.empty')}>
          <p>{t('sessions.how')}</p>
        </Empty>
      )}
      {sessions.map((one) => (
        <section key={one.id} className="of-card">
          <h2>{t('sessions.heading', { number: one.number })}</h2>
          <p>
            <Instant at={one.heldAt} /> · {t('sessions.agenda')}: {one.agenda}
          </p>
          <p>
            {t('sessions.presence', { present: one.present, members: one.members })} ·{' '}
            {one.quorum ? t('sessions.quorum') : t('sessions.noQuorum')}
          </p>
          <ul>
            {one.items.map((item) => (
              <li key={item.applicationId}>
                <Link to={`/office/cases/${item.applicationId}`}>{item.applicationNumber}</Link>:{' '}
                {item.problem
                  ? words({ code: item.problem.code, params: item.problem.params })
                  : t('sessions.result', {
                      outcome: t(`outcomes.${item.outcome}`),
                      for: item.votesFor,
                      against: item.votesAgainst,
                    })}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}
