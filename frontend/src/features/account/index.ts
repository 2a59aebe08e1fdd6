/** The account itself: inbox, sessions, language, who looked at the data. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'inbox', lazy: async () => ({ Component: (await import('./InboxPage')).InboxPage }) },
  { path: 'account', lazy: async () => ({ Component: (await import('./AccountPage')).AccountPage }) },
  { path: 'account/access', lazy: async () => ({ Component: (await import('./AccessPage')).AccessPage }) },
];
