/** All terms of an election, each with its explanation; elections by their own address. */
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';
import { dateText } from '@/lib/dates';
import { useLanguage, useText } from '@/lib/i18n';
import { Page } from '@/ui/Page';
import { Failed, Loading } from '@/ui/states';
import { nearest, useElections, type Deadline } from './elections';
import { TermRow } from './TermRow';

export function DeadlinesPage() {
  const { t } = useTranslation('public');
  const text = useText();
  const language = useLanguage();
  const { code } = useParams();
  const { elections, loading, failed, retry } = useElections();
  const election = elections.find((each) => each.code === code) ?? nearest(elections, new Date().toISOString().slice(0, 10));
  const dated = (election?.deadlines ?? []).filter((deadline) => deadline.at).sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  const running = (election?.deadlines ?? []).filter((deadline) => !deadline.at);
  const list = (deadlines: readonly Deadline[]) => (
    <ul className="terms">
      {deadlines.map((deadline) => (
        <TermRow key={deadline.key} deadline={deadline} />
      ))}
    </ul>
  );
  const over = dated.filter((deadline) => deadline.state === 'OVER');
  const ahead = dated.filter((deadline) => deadline.state !== 'OVER');
  return (
    <Page title={t('deadlines.title')} lead={<p>{t('deadlines.lead')}</p>} back={{ to: '/', text: t('toHome') }} width="wide">
      {loading && <Loading />}
      {failed && <Failed retry={retry} />}
      {elections.length > 1 && (
        <nav aria-label={t('deadlines.elections')}>
          <ul className="chips">
            {elections.map((each) => (
              <li key={each.code}>
                <NavLink to={`/deadlines/${each.code}`} className={each.code === election?.code ? 'active' : ''}>
                  {text(each.name)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {election && (
        <>
          <h2>{text(election.name)}</h2>
          <p>
            {t('terms.day', { date: dateText(election.day, language) })}
            {election.isDemo && <span className="demo"> {t('terms.demo')}</span>}
          </p>
          {ahead.length > 0 && (
            <>
              <h3>{t('deadlines.ahead')}</h3>
              {list(ahead)}
            </>
          )}
          {running.length > 0 && (
            <>
              <h3>{t('deadlines.running')}</h3>
              {list(running)}
            </>
          )}
          {over.length > 0 && (
            <>
              <h3>{t('deadlines.over')}</h3>
              {list(over)}
            </>
          )}
        </>
      )}
    </Page>
  );
}
