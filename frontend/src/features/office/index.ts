/** The back office: queue, case, sittings of the commission. */
import type { RouteObject } from 'react-router';

const handle = { area: 'office' };

export const routes: RouteObject[] = [
  { path: 'office', handle, lazy: async () => ({ Component: (await import('./QueuePage')).QueuePage }) },
  { path: 'office/cases/:id', handle, lazy: async () => ({ Component: (await import('./CasePage')).CasePage }) },
  { path: 'office/sessions', handle, lazy: async () => ({ Component: (await import('./SessionsPage')).SessionsPage }) },
];
