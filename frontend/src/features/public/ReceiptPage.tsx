/** Anyone who holds a receipt can check it: number and code, typed or from the QR, which puts them behind the `#`. */
import { Button } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { graphql } from '@/gql';
import type { CheckReceiptMutation } from '@/gql/graphql';
import { outcome, type Problem } from '@/lib/problems';
import { ErrorSummary } from '@/ui/form/ErrorSummary';
import { TextField } from '@/ui/form/TextField';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { Page } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useBodyName } from '@/ui/useBodyName';

const CHECK_RECEIPT = graphql(`
  mutation CheckReceipt($number: String!, $code: String!) {
    checkReceipt(number: $number, code: $code) {
      __typename
      ... on ReceiptCheck { number hash arrivedAt body }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

type Found = Extract<CheckReceiptMutation['checkReceipt'], { __typename: 'ReceiptCheck' }>;

/** `#NUMBER.CODE`, as the receipt prints it in its QR; neither holds a dot. */
export function fromFragment(fragment: string): { number: string; code: string } {
  const [number = '', code = ''] = fragment.replace(/^#/, '').split('.');
  return { number: number.trim(), code: code.trim() };
}

export function ReceiptPage() {
  const { t } = useTranslation('public');
  const client = useClient();
  const bodyName = useBodyName();
  const [typed, setTyped] = useState(() => fromFragment(location.hash));
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const errors =
    attempt > 0
      ? [
          ...(typed.number ? [] : [{ name: 'receipt-number', text: t('receipt.numberMissing') }]),
          ...(typed.code ? [] : [{ name: 'receipt-code', text: t('receipt.codeMissing') }]),
        ]
      : [];

  const check = async ({ number, code }: typeof typed) => {
    setBusy(true);
    setFound(null);
    setProblem(null);
    const { data, error } = await client.mutation(CHECK_RECEIPT, { number, code }).toPromise();
    const { ok, problem: refusal } = outcome(data?.checkReceipt, error);
    setBusy(false);
    setFound((ok as Found | undefined) ?? null);
    setProblem(refusal ?? null);
  };

  useEffect(() => {
    const given = fromFragment(location.hash);
    if (given.number && given.code) void Promise.resolve(given).then(check);
    // Once, for the QR that led here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <Page title={t('receipt.title')} lead={<p>{t('receipt.lead')}</p>} back={{ to: '/', text: t('toHome') }}>
      <ErrorSummary errors={errors} attempt={attempt} />
      <ProblemAlert problem={problem} />
      <div role="status">
        {found && (
          <div className="panel panel-success">
            <h2>
              <Icon name="check" /> {t('receipt.valid')}
            </h2>
            <dl className="facts">
              <div>
                <dt>{t('receipt.number')}</dt>
                <dd className="number">{found.number}</dd>
              </div>
              <div>
                <dt>{t('receipt.arrived')}</dt>
                <dd>
                  <Instant at={found.arrivedAt} />
                </dd>
              </div>
              <div>
                <dt>{t('receipt.body')}</dt>
                <dd>{bodyName(found.body)}</dd>
              </div>
              <div>
                <dt>{t('receipt.hash')}</dt>
                <dd className="hash">{found.hash}</dd>
              </div>
            </dl>
            <p>{t('receipt.compare')}</p>
          </div>
        )}
      </div>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAttempt((count) => count + 1);
          if (typed.number && typed.code) void check(typed);
        }}
      >
        <TextField
          name="receipt-number"
          label={t('receipt.number')}
          hint={t('receipt.numberHint')}
          width="m"
          error={errors.find((error) => error.name === 'receipt-number')?.text}
          value={typed.number}
          onChange={(number) => setTyped({ ...typed, number: number.trim() })}
          autoComplete="off"
        />
        <TextField
          name="receipt-code"
          label={t('receipt.code')}
          hint={t('receipt.codeHint')}
          width="s"
          error={errors.find((error) => error.name === 'receipt-code')?.text}
          value={typed.code}
          onChange={(code) => setTyped({ ...typed, code: code.trim() })}
          autoComplete="off"
        />
        <div className="actions">
          <Button type="submit" loading={busy}>
            {t('receipt.check')}
          </Button>
        </div>
      </form>
      <h2>{t('receipt.fake.title')}</h2>
      <p>{t('receipt.fake.text', { origin: location.origin })}</p>
    </Page>
  );
}
