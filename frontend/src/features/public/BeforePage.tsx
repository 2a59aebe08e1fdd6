/** Before the first field: what one needs, how long it takes, until when everything must be back, what happens to data. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useText } from '@/lib/i18n';
import { Page } from '@/ui/Page';
import { Failed, Loading } from '@/ui/states';
import { TermPanel } from '@/ui/TermPanel';
import { openElection, term, useElections } from './elections';
import { Examples } from './Examples';

export function BeforePage() {
  const { t } = useTranslation('public');
  const text = useText();
  const { elections, loading, failed, retry } = useElections();
  const open = openElection(elections);
  const closing = term(open, 'OCV_CLOSE');
  const paper = term(open, 'OCV_SIGNED_FORM');
  return (
    <Page title={t('before.title')} caption={text(open?.name)} lead={<p>{t('before.lead')}</p>} back={{ to: '/', text: t('toHome') }}>
      {loading && <Loading />}
      {failed && <Failed retry={retry} />}
      {!loading && !failed && !open && <p className="panel panel-warning">{t('before.closed')}</p>}
      {closing?.at && (
        <>
          <TermPanel title={t('before.until')} at={closing.at} explanation={text(closing.explanation)} />
          {paper?.at && (
            <TermPanel title={t('before.paper')} at={paper.at} note={t('before.paperNote')} explanation={text(paper.explanation)} tone="warning" />
          )}
        </>
      )}
      <h2>{t('before.who.title')}</h2>
      <p>{t('before.who.text')}</p>
      <h2>{t('before.need.title')}</h2>
      <Examples />
      <h2>{t('before.long.title')}</h2>
      <p>{t('before.long.text')}</p>
      <h2>{t('before.how.title')}</h2>
      <ol>
        <li>{t('before.how.fill')}</li>
        <li>{t('before.how.sign')}</li>
        <li>{t('before.how.wait')}</li>
      </ol>
      <h2>{t('before.data.title')}</h2>
      <p>
        {t('before.data.text')} <Link to="/privacy">{t('before.data.link')}</Link>
      </p>
      {open && (
        <div className="actions">
          <Button asChild>
            <Link to="/apply">{t('before.start')}</Link>
          </Button>
        </div>
      )}
    </Page>
  );
}
