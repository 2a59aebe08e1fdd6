/** What may be done now. The service says which actions there are; this page only gives each its form. */
import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Decide } from './Decide';
import { CANCEL_CORRECTION, DECIDE_SUPERSEDE, MATCH, PROPOSE_SUPERSEDE, RELEASE, TAKE } from './operations';
import { Panel, WithReason, type ActionProps } from './Panel';
import { Propose } from './Propose';
import { RegisterForm } from './RegisterForm';
import { Return } from './Return';
import { SentBack } from './SentBack';
import { useCommand, type CaseCommand } from './useCommand';

export function Actions(props: ActionProps) {
  const { t } = useTranslation('office');
  const { application } = props;
  const may = (action: string) => application.allowedActions.includes(action);
  const nothing = application.allowedActions.every((action) => action === 'message' || action === 'upload');
  return (
    <section className="of-actions" aria-label={t('actions.title')}>
      <SentBack {...props} />
      {nothing && <p className="of-card muted">{t('actions.nothing')}</p>}
      {may('take') && <Simple {...props} document={TAKE} name="take" />}
      {may('register_signed_form') && <RegisterForm {...props} />}
      {may('match_form') && <Simple {...props} document={MATCH} name="match" />}
      {may('propose') && <Propose {...props} />}
      {may('return') && <Return {...props} />}
      {may('cancel_correction') && <WithReason {...props} document={CANCEL_CORRECTION} name="cancelCorrection" />}
      {application.proposal && application.status === 'PROPOSED' && <Decide {...props} />}
      {may('propose_supersede') && <Supersede {...props} />}
      {may('decide_supersede') && <DecideSupersede {...props} />}
      {may('release') && <Simple {...props} document={RELEASE} name="release" />}
    </section>
  );
}

function Simple({ application, document, name }: ActionProps & { document: CaseCommand; name: 'take' | 'match' | 'release' }) {
  const { t } = useTranslation('office');
  const command = useCommand(document);
  return (
    <div className="of-card">
      <p>{t(`actions.${name}.explain`)}</p>
      <Button
        variant={name === 'release' ? 'secondary' : 'primary'}
        loading={command.busy}
        onClick={() => void command.run({ id: application.id, version: application.version })}
      >
        {t(`actions.${name}.title`)}
      </Button>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}

function Supersede({ application }: ActionProps) {
  const { t } = useTranslation('office');
  const command = useCommand(PROPOSE_SUPERSEDE);
  const [reasons, setReasons] = useState('');
  return (
    <Panel
      name="supersede"
      problem={command.problem}
      onSubmit={() => void command.run({ id: application.id, version: application.version, reasons })}
    >
      <Textfield multiline rows={3} label={t('actions.reason')} value={reasons} onChange={(event) => setReasons(event.target.value)} required />
      <Button type="submit" variant="secondary" loading={command.busy}>
        {t('actions.supersede.title')}
      </Button>
    </Panel>
  );
}

function DecideSupersede({ application }: ActionProps) {
  const { t } = useTranslation('office');
  const command = useCommand(DECIDE_SUPERSEDE);
  const [reason, setReason] = useState('');
  const decide = (agree: boolean) =>
    void command.run({ id: application.id, version: application.version, agree, reason: reason || null });
  return (
    <Panel open name="decideSupersede" problem={command.problem} onSubmit={() => decide(true)}>
      <p className="of-words">{application.supersedeProposal?.reasons}</p>
      <Textfield multiline rows={2} label={t('actions.reason')} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="actions">
        <Button type="submit" loading={command.busy}>
          {t('actions.decideSupersede.agree')}
        </Button>
        <Button type="button" variant="secondary" onClick={() => decide(false)}>
          {t('actions.decideSupersede.refuse')}
        </Button>
      </div>
    </Panel>
  );
}
