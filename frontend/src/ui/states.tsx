/** The states that a page has beside its content: loading, empty, failed, offline, not allowed, not signed in. */
import { Button, Spinner } from '@digdir/designsystemet-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { signInUrl } from '@/lib/session';
import { Icon } from './icons';
import { Page } from './Page';

export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <Spinner aria-hidden="true" data-size="sm" />
      <span>{t('loading')}</span>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name="inbox" />
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

export function Failed({ retry }: { retry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <Icon name="warning" />
      <p className="empty-title">{t('failed.title')}</p>
      <p>{t('failed.text')}</p>
      {retry && (
        <Button variant="secondary" onClick={retry}>
          {t('failed.retry')}
        </Button>
      )}
    </div>
  );
}

export function NoRight() {
  const { t } = useTranslation();
  return <Page title={t('noRight.title')} lead={<p>{t('noRight.text')}</p>} />;
}

export function SignInFirst() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const here = pathname + search;
  return (
    <Page title={t('signInFirst.title')} lead={<p>{t('signInFirst.text')}</p>}>
      <div className="actions">
        <Button asChild>
          <a href={signInUrl(here)}>{t('signIn')}</a>
        </Button>
        <Button asChild variant="secondary">
          <a href={signInUrl(here, 'register')}>{t('register')}</a>
        </Button>
      </div>
    </Page>
  );
}

function watchLine(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(watchLine, () => navigator.onLine);
}

export function OfflineBanner() {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <div role="status" className="offline-place">
      {!online && <p className="offline">{t('offline')}</p>}
    </div>
  );
}
