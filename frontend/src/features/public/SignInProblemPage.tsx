/** Signing in did not work: why, and the way to try again. The gateway sends people here with a code. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { signInUrl } from '@/lib/session';
import { Page } from '@/ui/Page';
import { useProblemText } from '@/ui/ProblemAlert';

export function SignInProblemPage() {
  const { t } = useTranslation('public');
  const text = useProblemText();
  const [query] = useSearchParams();
  const code = query.get('code') ?? 'session.sign_in_failed';
  return (
    <Page title={t('signInProblem.title')} lead={<p>{text({ code, params: {} })}</p>} back={{ to: '/', text: t('toHome') }}>
      <div className="actions">
        <Button asChild>
          <a href={signInUrl('/applications')}>{t('signInProblem.again')}</a>
        </Button>
      </div>
    </Page>
  );
}
