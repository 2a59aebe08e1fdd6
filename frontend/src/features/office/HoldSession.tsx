/** A sitting of the commission: its facts, and one vote over the proposals that were picked. */
import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { newKey, outcome, type Problem } from '@/lib/problems';
import { ProblemAlert, useProblemText } from '@/ui/ProblemAlert';
import { HOLD_SESSION } from './operations';
import type { Row } from './Rows';

interface Result {
  applicationNumber: string;
  outcome: string;
  problem?: { code: string; params: Record<string, unknown> } | null;
}

/** As the browser's own control writes it: local time without a zone. */
function thisMinute(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function HoldSession({ cases, onDone }: { cases: Row[]; onDone: () => void }) {
  const { t } = useTranslation('office');
  const words = useProblemText();
  const client = useClient();
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [results, setResults] = useState<Result[] | null>(null);

  async function hold(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string) => Number(form.get(name));
    setBusy(true);
    const answer = await client.mutation(HOLD_SESSION, {
      number: String(form.get('number')),
      heldAt: new Date(String(form.get('heldAt'))).toISOString(),
      agenda: String(form.get('agenda')),
      members: number('members'),
      present: number('present'),
      votesFor: number('votesFor'),
      votesAgainst: number('votesAgainst'),
      applicationIds: cases.map((one) => one.id),
      key,
    });
    setBusy(false);
    const result = outcome(answer.data?.holdCommissionSession, answer.error);
    setProblem(result.problem ?? null);
    if (result.ok && 'items' in result.ok) setResults(result.ok.items);
  }

  if (results) {
    return (
      <Alert data-color="success" role="status" className="of-card">
        <p>{t('sessions.done')}</p>
        <ul>
          {results.map((one) => (
            <li key={one.applicationNumber}>
              {one.applicationNumber}: {one.problem ? words(one.problem) : t(`outcomes.${one.outcome}`)}
            </li>
          ))}
        </ul>
        <Button variant="secondary" onClick={onDone}>
          {t('sessions.close')}
        </Button>
      </Alert>
    );
  }
  return (
    <form className="of-card of-sitting" onSubmit={(event) => void hold(event)}>
      <h2>{t('sessions.hold', { count: cases.length })}</h2>
      <p>{t('sessions.explain')}</p>
      <ul>
        {cases.map((one) => (
          <li key={one.id}>
            <span className="number">{one.number}</span> {one.applicantName}
          </li>
        ))}
      </ul>
      <div className="of-fields">
        <Textfield name="number" label={t('sessions.number')} required />
        <Textfield name="agenda" label={t('sessions.agenda')} required />
        <Textfield name="heldAt" label={t('sessions.heldAt')} type="datetime-local" defaultValue={thisMinute()} required />
        {(['members', 'present', 'votesFor', 'votesAgainst'] as const).map((name) => (
          <Textfield key={name} name={name} label={t(`sessions.${name}`)} type="number" min={0} max={50} required />
        ))}
      </div>
      <ProblemAlert problem={problem} />
      <Button type="submit" loading={busy}>
        {t('sessions.vote')}
      </Button>
    </form>
  );
}
