/** Ends the session by a POST that carries the token, so that no foreign page can sign somebody out. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '@/lib/session';

export function SignOut() {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  useEffect(() => {
    session().then(
      (known) => setToken(known.csrf),
      () => setToken(''),
    );
  }, []);
  return (
    <form method="post" action="/session/logout" className="sign-out">
      <input type="hidden" name="csrf" value={token} />
      <button type="submit">{t('signOut')}</button>
    </form>
  );
}
