/** Withdrawing is final, so it has a page of its own that says what it means. R-T5. */
import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { useClient } from 'urql';
import { outcome, type Problem } from '@/lib/problems';
import { useKey } from '@/lib/useKey';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useCase } from '../case/context';
import { WITHDRAW } from '../operations';

export function WithdrawPage() {
  const { t } = useTranslation('registration');
  const client = useClient();
  const { application, replace } = useCase();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useKey(application.version);
  const base = `/applications/${application.id}`;
  // What it was when the page opened: afterwards it is withdrawn, and the way leads on from here.
  const [draft] = useState(application.status === 'DRAFT');
  if (!application.allowedActions.includes('withdraw')) return <Navigate to={draft ? '/applications' : base} replace />;

  const withdraw = async () => {
    setBusy(true);
    const { data, error } = await client.mutation(WITHDRAW, { id: application.id, version: application.version, key }).toPromise();
    const { ok, problem: refusal } = outcome(data?.withdrawApplication, error);
    setBusy(false);
    setProblem(refusal ?? null);
    if (ok) replace(ok);
  };

  return (
    <Page title={t(draft ? 'withdraw.draftTitle' : 'withdraw.title')} caption={application.number} back={{ to: base, text: t('home.back') }}>
      <ProblemAlert problem={problem} />
      <p>{t(draft ? 'withdraw.draftText' : 'withdraw.text')}</p>
      {!draft && <p>{t('withdraw.again')}</p>}
      <div className="actions">
        <Button data-color="danger" loading={busy} onClick={() => void withdraw()}>
          {t(draft ? 'withdraw.draftConfirm' : 'withdraw.confirm')}
        </Button>
        <Link to={base}>{t('withdraw.keep')}</Link>
      </div>
    </Page>
  );
}
