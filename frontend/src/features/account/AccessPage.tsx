/** Who looked at my data: every reading by an office, by role, with its purpose. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '@/gql';
import { useViewer } from '@/lib/viewer';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { Empty, Failed, Loading, SignInFirst } from '@/ui/states';

const ACCESS_LOG = graphql(`
  query AccessLog($after: String) {
    accessLog(first: 50, after: $after) {
      edges { node { at actorRole action applicationNumber purpose } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export function AccessPage() {
  const { t, i18n } = useTranslation('account');
  const { viewer, loading } = useViewer();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }, refetch] = useQuery({ query: ACCESS_LOG, variables: { after }, pause: !viewer });
  if (loading) return <Loading />;
  if (!viewer) return <SignInFirst />;
  const said = (kind: string, value: string) => {
    const key = `${kind}.${value.replaceAll('.', '_')}`;
    return i18n.exists(`account:${key}`) ? t(key) : t(`${kind}.other`);
  };
  const entries = data?.accessLog.edges.map((edge) => edge.node) ?? [];
  return (
    <Page title={t('access.title')} lead={<p>{t('access.lead')}</p>} back={{ to: '/account', text: t('account.title') }}>
      {error && !data && <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && !error && <Loading />}
      {data && entries.length === 0 && <Empty title={t('access.empty')} />}
      {entries.length > 0 && (
        <div className="table-frame" role="region" aria-label={t('access.title')} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('access.at')}</th>
                <th scope="col">{t('access.who')}</th>
                <th scope="col">{t('access.what')}</th>
                <th scope="col">{t('access.case')}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, index) => (
                <tr key={index}>
                  <td>
                    <Instant at={entry.at} short />
                  </td>
                  <td>{said('role', entry.actorRole)}</td>
                  <td>
                    {said('action', entry.action)}
                    {entry.purpose && <span className="muted small block">{said('purpose', entry.purpose)}</span>}
                  </td>
                  <td className="number">{entry.applicationNumber}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="actions">
        {data?.accessLog.pageInfo.hasNextPage && (
          <Button variant="secondary" onClick={() => setAfter(data.accessLog.pageInfo.endCursor)}>
            {t('access.older')}
          </Button>
        )}
      </div>
    </Page>
  );
}
