/** The frame of an action: it opens when it is wanted, and its refusal stands beside it. */
import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import type { Problem } from '@/lib/problems';
import { ProblemAlert } from '@/ui/ProblemAlert';
import type { Names } from './names';
import { useCommand, type CaseCommand } from './useCommand';

export interface ActionProps {
  application: OfficeCaseFragment;
  names: Names;
}

interface PanelProps {
  name: string;
  problem: Problem | null;
  children: ReactNode;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  open?: boolean;
}

/** A form that opens when it is wanted, with its refusal beside it. */
export function Panel({ name, problem, children, onSubmit, open = false }: PanelProps) {
  const { t } = useTranslation('office');
  return (
    <details className="of-card of-fold" open={open}>
      <summary>{t(`actions.${name}.title`)}</summary>
      <p className="muted">{t(`actions.${name}.explain`)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(event);
        }}
      >
        {children}
        <ProblemAlert problem={problem} />
      </form>
    </details>
  );
}

export function WithReason({
  application,
  document,
  name,
}: ActionProps & { document: CaseCommand<{ reason: string }>; name: string }) {
  const { t } = useTranslation('office');
  const command = useCommand(document);
  const [reason, setReason] = useState('');
  return (
    <Panel
      name={name}
      problem={command.problem}
      onSubmit={() => void command.run({ id: application.id, version: application.version, reason })}
    >
      <Textfield multiline rows={2} label={t('actions.reason')} value={reason} onChange={(event) => setReason(event.target.value)} required />
      <Button type="submit" variant="secondary" loading={command.busy}>
        {t(`actions.${name}.title`)}
      </Button>
    </Panel>
  );
}
