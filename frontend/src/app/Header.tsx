/** Brand, the four languages, and the way to one's own things. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { switchLanguage, useLanguage } from '@/lib/i18n';
import { LANGUAGES, LANGUAGE_NAMES, htmlTag, type Language } from '@/lib/language';
import { signInUrl } from '@/lib/session';
import { useViewer } from '@/lib/viewer';
import { SignOut } from '@/ui/SignOut';
import { useSaveLanguage } from './saveLanguage';

function Languages() {
  const { t } = useTranslation();
  const current = useLanguage();
  const save = useSaveLanguage();
  const choose = (language: Language) => {
    void switchLanguage(language).then(() => save(language));
  };
  return (
    <ul className="languages" aria-label={t('languages')}>
      {LANGUAGES.map((language) => (
        <li key={language}>
          <button
            type="button"
            lang={htmlTag(language)}
            aria-current={language === current ? 'true' : undefined}
            onClick={() => choose(language)}
          >
            {LANGUAGE_NAMES[language]}
          </button>
        </li>
      ))}
    </ul>
  );
}

function OwnThings() {
  const { t } = useTranslation();
  const { viewer, loading } = useViewer();
  const { pathname } = useLocation();
  if (loading) return <div className="own" aria-hidden="true" />;
  if (!viewer) {
    return (
      <div className="own">
        <Button asChild data-size="sm">
          <a href={signInUrl(pathname)}>{t('signIn')}</a>
        </Button>
      </div>
    );
  }
  return (
    <nav className="own" aria-label={t('nav.own')}>
      {viewer.isOfficial && <NavLink to="/office">{t('nav.office')}</NavLink>}
      <NavLink to="/applications">{t('nav.cases')}</NavLink>
      <NavLink to="/inbox">
        {t('nav.inbox')}
        {viewer.unreadInbox > 0 && (
          <span className="count">
            <span aria-hidden="true">{viewer.unreadInbox}</span>
            <span className="ds-sr-only">{t('nav.unread', { count: viewer.unreadInbox })}</span>
          </span>
        )}
      </NavLink>
      <NavLink to="/account">{t('nav.account')}</NavLink>
      <SignOut />
    </nav>
  );
}

export function Header({ office }: { office: boolean }) {
  const { t } = useTranslation();
  return (
    <header className="header">
      <div className="header-top">
        <div className={office ? 'container container-office' : 'container'}>
          <Languages />
        </div>
      </div>
      <div className={office ? 'container container-office header-main' : 'container header-main'}>
        <Link className="brand" to="/">
          <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="6" fill="currentColor" />
            <path d="M8 17.5 13.5 23 24 10" fill="none" stroke="#fff" strokeWidth="3.5" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
          <span>
            <strong>{t('brand.name')}</strong>
            <span className="brand-owner">{t('brand.owner')}</span>
          </span>
        </Link>
        <OwnThings />
      </div>
    </header>
  );
}
