/** The decision by another person than the one who proposed; refusals go to a sitting of the commission. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { WithReason, type ActionProps } from './Panel';
import { DECIDE, SEND_BACK } from './operations';
import { useCommand } from './useCommand';

export function Decide(props: ActionProps) {
  const { application, names } = props;
  const { t } = useTranslation('office');
  const command = useCommand(DECIDE);
  const { proposal } = application;
  if (!proposal) return null;
  const may = (action: string) => application.allowedActions.includes(action);
  return (
    <>
      <div className="of-card of-card-proposal">
        <h3>{t('actions.decide.proposal')}</h3>
        <p>
          <strong>{t(`outcomes.${proposal.outcome}`)}</strong> · {t('actions.decide.by', { name: proposal.byMe ? t('queue.me') : proposal.by })}
        </p>
        {proposal.reasonCodes.length > 0 && (
          <ul>
            {proposal.reasonCodes.map((code) => (
              <li key={code}>{names.deficiency(code)}</li>
            ))}
          </ul>
        )}
        {proposal.reasons && <p className="of-words">{proposal.reasons}</p>}
        <p>
          <a href={`/download/registration/office/applications/${application.id}/decision-preview.pdf`} target="_blank" rel="noreferrer">
            {t('actions.decide.preview')}
          </a>
        </p>
        {proposal.byMe && <p className="muted">{t('actions.decide.fourEyes')}</p>}
        {proposal.outcome === 'REJECT' && <p className="muted">{t('actions.decide.session')}</p>}
        {may('decide') && (
          <Button loading={command.busy} onClick={() => void command.run({ id: application.id, version: application.version })}>
            {t('actions.decide.title')}
          </Button>
        )}
        <ProblemAlert problem={command.problem} />
      </div>
      {may('send_back') && <WithReason {...props} document={SEND_BACK} name="sendBack" />}
    </>
  );
}
