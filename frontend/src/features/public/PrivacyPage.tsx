/** What happens to personal data, per form and with its version: the text comes from the service that keeps the data. */
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '@/gql';
import { useText } from '@/lib/i18n';
import { Page } from '@/ui/Page';
import { Failed, Loading } from '@/ui/states';
import { openElection, useElections } from './elections';

const PRIVACY_NOTICE = graphql(`
  query PrivacyNotice($election: String!) {
    applicationForm(election: $election) {
      privacyNoticeVersion
      privacyNotice { bs hr sr en }
    }
  }
`);

export function PrivacyPage() {
  const { t } = useTranslation('public');
  const text = useText();
  const { elections, loading } = useElections();
  const election = openElection(elections) ?? elections[0];
  const [{ data, error }, refetch] = useQuery({
    query: PRIVACY_NOTICE,
    variables: { election: election?.code ?? '' },
    pause: !election,
  });
  const form = data?.applicationForm;
  return (
    <Page title={t('privacy.title')} lead={<p>{t('privacy.lead')}</p>} back={{ to: '/', text: t('toHome') }}>
      <h2>{t('privacy.form')}</h2>
      {(loading || (!data && !error)) && election && <Loading />}
      {error && !data && <Failed retry={() => refetch({ requestPolicy: 'network-only' })} />}
      {form && (
        <>
          <p className="muted">{t('privacy.version', { version: form.privacyNoticeVersion })}</p>
          {text(form.privacyNotice)
            .split(/\n+/)
            .filter(Boolean)
            .map((paragraph, index) => (
              <p key={index}>{paragraph}</p>
            ))}
        </>
      )}
      <h2>{t('privacy.site.title')}</h2>
      <p>{t('privacy.site.cookies')}</p>
      <p>{t('privacy.site.log')}</p>
      <h2>{t('privacy.rights.title')}</h2>
      <p>{t('privacy.rights.text')}</p>
    </Page>
  );
}
