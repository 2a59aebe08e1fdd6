/** A signed form that came by post, e-mail or in person: when it arrived, by which way, and the postmark. */
import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/icons';
import { Uploader } from '@/ui/Uploader';
import { Panel, type ActionProps } from './Panel';
import { SIGNED_FORM } from './operations';
import { Picker } from './Picker';
import { useCommand } from './useCommand';
import { useOfficeUpload } from './useOfficeUpload';

const CHANNELS = ['POST', 'EMAIL', 'IN_PERSON'] as const;

export function RegisterForm({ application }: ActionProps) {
  const { t } = useTranslation('office');
  const command = useCommand(SIGNED_FORM);
  const [channel, setChannel] = useState('POST');
  const [at, setAt] = useState('');
  const [postmark, setPostmark] = useState('');
  const [scan, setScan] = useState<{ id: string; name: string } | null>(null);
  const upload = useOfficeUpload(application.id, 'SIGNED_FORM', (id, name) => setScan({ id, name }));
  const submit = () =>
    command.run({
      id: application.id,
      version: application.version,
      channel: channel || 'POST',
      receivedAt: at ? new Date(at).toISOString() : new Date().toISOString(),
      postmark: channel === 'POST' && postmark ? postmark : null,
      documentId: scan?.id ?? null,
    });
  return (
    <Panel name="signedForm" problem={command.problem} onSubmit={() => void submit()}>
      <div className="of-fields">
        <Picker id="channel" label={t('actions.signedForm.channel')} value={channel} empty={t('choose')} onChange={setChannel}>
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {t(`channels.${one}`)}
            </option>
          ))}
        </Picker>
        <Textfield type="datetime-local" label={t('actions.signedForm.at')} value={at} onChange={(event) => setAt(event.target.value)} required />
        {channel === 'POST' && (
          <Textfield type="date" label={t('actions.signedForm.postmark')} value={postmark} onChange={(event) => setPostmark(event.target.value)} />
        )}
      </div>
      <p>{t('actions.signedForm.scan')}</p>
      {scan ? (
        <p>
          <Icon name="check" /> {scan.name}
        </p>
      ) : (
        <Uploader {...upload} label={t('actions.signedForm.scan')} />
      )}
      <Button type="submit" loading={command.busy}>
        {t('actions.signedForm.title')}
      </Button>
    </Panel>
  );
}
