/** What the browser knows of its session: whether there is one, and the token that every command must carry. */
import { currentLanguage } from './i18n';

export interface Session {
  signed_in: boolean;
  csrf: string;
}

let known: Promise<Session> | undefined;

export function session(): Promise<Session> {
  known ??= fetch('/session/me', { headers: { Accept: 'application/json' }, cache: 'no-store' }).then(
    async (answer) => {
      if (!answer.ok) throw new Error(`session: ${answer.status}`);
      return (await answer.json()) as Session;
    },
  );
  known.catch(() => (known = undefined));
  return known;
}

export function forgetSession(): void {
  known = undefined;
}

/** Where signing in begins. It comes back to `next`, which stays on this site. */
export function signInUrl(next: string = location.pathname, screen?: 'register'): string {
  const query = new URLSearchParams({ next, ui_locales: currentLanguage() });
  if (screen) query.set('screen', screen);
  return `/session/login?${query}`;
}
