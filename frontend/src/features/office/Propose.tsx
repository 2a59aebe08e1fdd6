/** The proposal: what to decide, on which grounds, in which words; the PDF can be read before anything is signed. */
import { Button, Checkbox, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel, type ActionProps } from './Panel';
import { PROPOSE } from './operations';
import { useCommand } from './useCommand';

const OUTCOMES = ['APPROVE', 'APPROVE_RESIDENCE_CONSTITUENCY', 'REJECT'] as const;

export function Propose({ application, names }: ActionProps) {
  const { t } = useTranslation('office');
  const command = useCommand(PROPOSE);
  const [result, setResult] = useState('');
  const [codes, setCodes] = useState<string[]>([]);
  const [reasons, setReasons] = useState('');
  const outcomes = OUTCOMES.filter((one) => one !== 'APPROVE_RESIDENCE_CONSTITUENCY' || application.kind !== 'T');
  const grounds = names.form?.kinds.find((kind) => kind.kind === application.kind)?.refusalGrounds ?? [];
  const toggle = (code: string) => setCodes(codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
  return (
    <Panel
      name="propose"
      problem={command.problem}
      onSubmit={() =>
        void command.run({
          id: application.id,
          version: application.version,
          outcome: result,
          reasonCodes: result === 'REJECT' ? codes : [],
          reasons,
        })
      }
    >
      <Fieldset>
        <Fieldset.Legend>{t('actions.propose.outcome')}</Fieldset.Legend>
        {outcomes.map((one) => (
          <Radio key={one} name="outcome" value={one} label={t(`outcomes.${one}`)} checked={result === one} onChange={() => setResult(one)} />
        ))}
      </Fieldset>
      {result === 'REJECT' && (
        <Fieldset>
          <Fieldset.Legend>{t('actions.propose.grounds')}</Fieldset.Legend>
          <div className="of-grounds">
            {grounds.map((code) => (
              <Checkbox key={code} value={code} label={names.deficiency(code)} checked={codes.includes(code)} onChange={() => toggle(code)} />
            ))}
          </div>
        </Fieldset>
      )}
      <Textfield
        multiline
        rows={4}
        label={t('actions.propose.reasons')}
        description={t('actions.propose.hint')}
        value={reasons}
        onChange={(event) => setReasons(event.target.value)}
        required={result === 'REJECT'}
      />
      <Button type="submit" loading={command.busy} disabled={!result}>
        {t('actions.propose.title')}
      </Button>
    </Panel>
  );
}
