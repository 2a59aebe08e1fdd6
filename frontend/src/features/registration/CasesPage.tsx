/** Everything that this account has begun or filed, what it waits for, and the way to a new one. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '@/gql';
import { instantText } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';
import { useViewer } from '@/lib/viewer';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { Remaining } from '@/ui/Remaining';
import { Empty, Failed, Loading, SignInFirst } from '@/ui/states';
import { StatusTag } from '@/ui/StatusTag';

export const MY_APPLICATIONS = graphql(`
  query MyApplications($after: String) {
    myApplications(first: 50, after: $after) {
      edges {
        node {
          id
          electionCode
          number
          status
          kind
          forSelf
          applicantName
          savedAt
          nextTerm { key at explanation { bs hr sr en } }
          unreadMessages
          allowedActions
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export function CasesPage() {
  const { t } = useTranslation('registration');
  const language = useLanguage();
  const { viewer, loading } = useViewer();
  const [{ data, error, fetching }, refetch] = useQuery({ query: MY_APPLICATIONS, variables: {}, pause: !viewer });
  if (loading) return <Loading />;
  if (!viewer) return <SignInFirst />;
  const cases = data?.myApplications.edges.map((edge) => edge.node) ?? [];
  return (
    <Page title={t('cases.title')} lead={<p>{t('cases.lead')}</p>}>
      {error && !data && <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {fetching && !data && <Loading />}
      {data && cases.length === 0 && <Empty title={t('cases.empty')} />}
      <ul className="cases">
        {cases.map((each) => (
          <li key={each.id} className="panel">
            <h2>
              <Link to={`/applications/${each.id}`}>{each.applicantName ?? t('cases.unnamed')}</Link>
            </h2>
            <p>
              <StatusTag status={each.status} />
            </p>
            <p className="muted">
              {each.number ? <span className="number">{each.number}</span> : t('cases.saved', { text: instantText(each.savedAt, language) })}
              {!each.forSelf && <> · {t('cases.forOther')}</>}
            </p>
            {each.nextTerm && (
              <p>
                {t(`term.${each.nextTerm.key}`, { defaultValue: t('term.next') })}: <Instant at={each.nextTerm.at} term short />{' '}
                (<Remaining until={each.nextTerm.at} />)
              </p>
            )}
            {each.unreadMessages > 0 && (
              <p>
                <Link to={`/applications/${each.id}#messages`}>{t('messages.unread', { count: each.unreadMessages })}</Link>
              </p>
            )}
          </li>
        ))}
      </ul>
      <div className="actions">
        <Button asChild variant={cases.length > 0 ? 'secondary' : 'primary'}>
          <Link to="/before-you-start">{t('cases.new')}</Link>
        </Button>
      </div>
      <p className="muted">{t('cases.household')}</p>
    </Page>
  );
}
