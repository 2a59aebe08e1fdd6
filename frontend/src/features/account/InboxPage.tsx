/** Every notice that was also mailed, in words, with the way to its case. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClient, useQuery } from 'urql';
import { graphql } from '@/gql';
import { instantText } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';
import { useViewer } from '@/lib/viewer';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { Empty, Failed, Loading, SignInFirst } from '@/ui/states';

const INBOX = graphql(`
  query Inbox($after: String) {
    inbox(first: 20, after: $after) {
      unread
      edges { node { id at template params link readAt } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const READ_ONE = graphql(`
  mutation MarkInboxRead($id: ID!) {
    markInboxRead(id: $id) {
      __typename
      ... on Done { ok }
      ... on Problem { code }
    }
  }
`);

const READ_ALL = graphql(`
  mutation MarkAllInboxRead {
    markAllInboxRead {
      __typename
      ... on Done { ok }
      ... on Problem { code }
    }
  }
`);

/** Links in notices are full addresses of this portal or paths; either way only the path is followed. */
export function pathOf(link: string): string {
  try {
    const url = new URL(link, location.origin);
    return url.origin === location.origin ? url.pathname + url.hash : '/applications';
  } catch {
    return '/applications';
  }
}

export function InboxPage() {
  const { t, i18n } = useTranslation('account');
  const language = useLanguage();
  const client = useClient();
  const navigate = useNavigate();
  const { viewer, loading, refresh } = useViewer();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, refetch] = useQuery({ query: INBOX, variables: { after }, pause: !viewer });
  if (loading) return <Loading />;
  if (!viewer) return <SignInFirst />;
  const items = data?.inbox.edges.map((edge) => edge.node) ?? [];

  const said = (template: string, params: Record<string, unknown>) => {
    const key = `notice.${template.replaceAll('.', '_')}`;
    const term = typeof params.term === 'string' && !Number.isNaN(Date.parse(params.term)) ? instantText(params.term, language, { endOfDay: true }) : params.term;
    return i18n.exists(`account:${key}`) ? t(key, { ...params, term }) : t('notice.other', { number: params.number ?? '' });
  };
  const open = async (id: string, link: string, read: boolean) => {
    if (!read) {
      await client.mutation(READ_ONE, { id }).toPromise();
      refresh();
    }
    await navigate(pathOf(link));
  };
  const readAll = async () => {
    await client.mutation(READ_ALL, {}).toPromise();
    refetch({ requestPolicy: 'network-only' });
    refresh();
  };

  return (
    <Page title={t('inbox.title')} lead={<p>{t('inbox.lead')}</p>}>
      {error && !data && <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {fetching && !data && <Loading />}
      {data && items.length === 0 && <Empty title={t('inbox.empty')} />}
      {data && data.inbox.unread > 0 && (
        <p>
          <Button variant="secondary" data-size="sm" onClick={() => void readAll()}>
            {t('inbox.readAll')}
          </Button>
        </p>
      )}
      <ul className="inbox">
        {items.map((item) => (
          <li key={item.id} className={item.readAt ? 'notice' : 'notice notice-new'}>
            <Icon name={item.readAt ? 'check' : 'message'} />
            <div>
              <a
                href={pathOf(item.link)}
                onClick={(event) => {
                  event.preventDefault();
                  void open(item.id, item.link, item.readAt !== null);
                }}
              >
                {said(item.template, item.params)}
              </a>
              <p className="muted">
                {!item.readAt && <strong>{t('inbox.new')} · </strong>}
                <Instant at={item.at} short />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <div className="actions">
        {after && (
          <Button variant="secondary" onClick={() => setAfter(null)}>
            {t('inbox.newest')}
          </Button>
        )}
        {data?.inbox.pageInfo.hasNextPage && (
          <Button variant="secondary" onClick={() => setAfter(data.inbox.pageInfo.endCursor)}>
            {t('inbox.older')}
          </Button>
        )}
      </div>
    </Page>
  );
}
