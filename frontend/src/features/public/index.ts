/** Pages that anyone may read. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./HomePage')).HomePage }) },
  { path: 'before-you-start', lazy: async () => ({ Component: (await import('./BeforePage')).BeforePage }) },
  { path: 'deadlines/:code?', lazy: async () => ({ Component: (await import('./DeadlinesPage')).DeadlinesPage }) },
  { path: 'receipt', lazy: async () => ({ Component: (await import('./ReceiptPage')).ReceiptPage }) },
  { path: 'privacy', lazy: async () => ({ Component: (await import('./PrivacyPage')).PrivacyPage }) },
  { path: 'accessibility', lazy: async () => ({ Component: (await import('./AccessibilityPage')).AccessibilityPage }) },
  { path: 'sign-in-problem', lazy: async () => ({ Component: (await import('./SignInProblemPage')).SignInProblemPage }) },
];
