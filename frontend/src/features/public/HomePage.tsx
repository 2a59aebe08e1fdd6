/** The front door: what one can do here, what is open and until when. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateText } from '@/lib/dates';
import { useLanguage, useText } from '@/lib/i18n';
import { signInUrl } from '@/lib/session';
import { useViewer } from '@/lib/viewer';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { Remaining } from '@/ui/Remaining';
import { Failed, Loading } from '@/ui/states';
import { nearest, openElection, term, upcoming, useElections } from './elections';
import { TermRow } from './TermRow';

const SHOWN_TERMS = 5;

/** Doors that the portal will have; until then it says so, and where to turn. */
const SHUT = [
  { name: 'stand', icon: 'person' },
  { name: 'observe', icon: 'info' },
  { name: 'complain', icon: 'scales' },
  { name: 'register', icon: 'file' },
] as const;

function Shut() {
  const { t } = useTranslation('public');
  return (
    <section aria-labelledby="shut-title">
      <h2 id="shut-title">{t('door.shut')}</h2>
      <p>{t('door.notYet')}</p>
      <ul className="doors-shut">
        {SHUT.map(({ name, icon }) => (
          <li key={name}>
            <Icon name={icon} />
            <div>
              <p className="door-name">{t(`door.${name}.title`)}</p>
              <p className="muted">{t(`door.${name}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function HomePage() {
  const { t } = useTranslation('public');
  const text = useText();
  const language = useLanguage();
  const { viewer, loading: viewerLoading } = useViewer();
  const { elections, loading, failed, retry } = useElections();
  const open = openElection(elections);
  const closing = term(open, 'OCV_CLOSE');
  const shown = nearest(elections, new Date().toISOString().slice(0, 10));

  return (
    <Page title={t('home.title')} lead={<p>{t('home.lead')}</p>} width="wide">
      {!viewerLoading && (
        <p className="home-sign-in">
          {viewer ? (
            <Button asChild>
              <Link to="/applications">{t('home.toCases')}</Link>
            </Button>
          ) : (
            <>
              <Button asChild>
                <a href={signInUrl('/applications')}>{t('home.signIn')}</a>
              </Button>
              <a href={signInUrl('/applications', 'register')}>{t('home.register')}</a>
            </>
          )}
        </p>
      )}
      <section className="door" aria-labelledby="door-vote">
        <Icon name="sent" />
        <h2 id="door-vote">
          <Link to="/before-you-start">{t('door.vote.title')}</Link>
        </h2>
        <p>{t('door.vote.text')}</p>
        <div className="door-state">
          {open && closing?.at ? (
            <>
              <p className="door-open">
                <Icon name="check" /> {t('door.open')}
              </p>
              <p>
                {t('door.until')} <Instant at={closing.at} term />{' '}
                <strong>
                  (<Remaining until={closing.at} />)
                </strong>
              </p>
            </>
          ) : (
            !loading && <p>{t('door.vote.closed')}</p>
          )}
        </div>
      </section>

      <section aria-labelledby="terms-title" className="home-terms">
        <h2 id="terms-title">{t('terms.title')}</h2>
        {loading && <Loading />}
        {failed && <Failed retry={retry} />}
        {shown && (
          <>
            <p>
              <strong>{text(shown.name)}</strong> · {t('terms.day', { date: dateText(shown.day, language) })}
              {shown.isDemo && <span className="demo"> {t('terms.demo')}</span>}
            </p>
            <ul className="terms">
              {upcoming(shown)
                .slice(0, SHOWN_TERMS)
                .map((deadline) => (
                  <TermRow key={deadline.key} deadline={deadline} />
                ))}
            </ul>
            <p>
              <Link to={`/deadlines/${shown.code}`}>{t('terms.all')}</Link>
            </p>
          </>
        )}
      </section>
      <Shut />
    </Page>
  );
}
