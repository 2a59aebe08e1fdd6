/** Applications for voting outside Bosnia and Herzegovina, as the voter sees them. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'applications', lazy: async () => ({ Component: (await import('./CasesPage')).CasesPage }) },
  { path: 'apply', lazy: async () => ({ Component: (await import('./apply/ApplyPage')).ApplyPage }) },
  { path: 'apply/:question', lazy: async () => ({ Component: (await import('./apply/ApplyPage')).ApplyPage }) },
  {
    path: 'applications/:id',
    lazy: async () => ({ Component: (await import('./case/CaseLayout')).CaseLayout }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./home/CasePage')).CasePage }) },
      { path: 'step/:step', lazy: async () => ({ Component: (await import('./steps/StepPage')).StepPage }) },
      { path: 'check', lazy: async () => ({ Component: (await import('./check/CheckPage')).CheckPage }) },
      { path: 'device', lazy: async () => ({ Component: (await import('./case/DevicePage')).DevicePage }) },
      { path: 'correction', lazy: async () => ({ Component: (await import('./home/CorrectionPage')).CorrectionPage }) },
      { path: 'withdraw', lazy: async () => ({ Component: (await import('./home/WithdrawPage')).WithdrawPage }) },
    ],
  },
];
