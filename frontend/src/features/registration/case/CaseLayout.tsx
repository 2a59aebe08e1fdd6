/** Loads one case for all of its pages and keeps it current: own commands, other devices, the office. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import type { CaseFragment } from '@/gql/graphql';
import { useLiveCase } from '@/lib/live';
import { useViewer } from '@/lib/viewer';
import { Page } from '@/ui/Page';
import { Failed, Loading, SignInFirst } from '@/ui/states';
import { LOAD_CASE } from '../operations';
import { CaseContext } from './context';
import { useDraft } from './useDraft';

export function CaseLayout() {
  const { t } = useTranslation('registration');
  const { id = '' } = useParams();
  const { viewer, loading } = useViewer();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: LOAD_CASE,
    variables: { id },
    pause: !viewer,
    requestPolicy: 'network-only',
  });
  if (loading) return <Loading />;
  if (!viewer) return <SignInFirst />;
  if (error && !data) return <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (fetching && !data) return <Loading />;
  if (!data?.application) {
    return <Page title={t('case.notFound.title')} lead={<p>{t('case.notFound.text')}</p>} back={{ to: '/applications', text: t('cases.title') }} />;
  }
  return <OpenCase key={id} loaded={data.application} />;
}

function OpenCase({ loaded }: { loaded: CaseFragment }) {
  const { t } = useTranslation('registration');
  const { t: status } = useTranslation('status');
  const client = useClient();
  const draft = useDraft(loaded);
  const [news, setNews] = useState('');
  const { id } = loaded;
  const { refresh: refreshViewer } = useViewer();

  const refresh = () => {
    void client
      .query(LOAD_CASE, { id }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data }) => {
        if (!data?.application) return;
        const before = draft.application;
        if (data.application.status !== before.status) {
          setNews(t('live.status', { status: status(`party.${data.application.status}`) }));
        } else if (data.application.messages.length > before.messages.length) {
          setNews(t('live.message'));
        }
        draft.replace(data.application);
        // What changed a case usually wrote to the inbox too.
        refreshViewer();
      });
  };
  useLiveCase(id, refresh);

  return (
    <CaseContext value={{ ...draft, refresh }}>
      <p role="status" className="ds-sr-only">
        {news}
      </p>
      <Outlet />
    </CaseContext>
  );
}
