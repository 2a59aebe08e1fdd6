/** Header, content and footer of every page. A route whose handle says `office` gets the dense mood of the office. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useMatches, useNavigation } from 'react-router';
import { Loading, OfflineBanner } from '@/ui/states';
import { Footer } from './Footer';
import { Header } from './Header';

export interface RouteHandle {
  area?: 'office';
}

export function Layout() {
  const { t } = useTranslation();
  const office = useMatches().some((match) => (match.handle as RouteHandle | undefined)?.area === 'office');
  const navigating = useNavigation().state !== 'idle';
  return (
    <div className={office ? 'shell shell-office' : 'shell'} data-size={office ? 'sm' : 'md'}>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Header office={office} />
      <OfflineBanner />
      <main id="main" tabIndex={-1} className={office ? 'container container-office' : 'container'} aria-busy={navigating}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <ScrollRestoration />
    </div>
  );
}
