/** Messages of a case, oldest first, with attachments and read marks, and a box to answer. Both sides use it. */
import { Button, Textarea } from '@digdir/designsystemet-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentPartsFragment } from '@/gql/graphql';
import type { Problem } from '@/lib/problems';
import { useKey } from '@/lib/useKey';
import { Field } from './form/Field';
import { Icon } from './icons';
import { Instant } from './Instant';
import { ProblemAlert } from './ProblemAlert';

export interface ThreadMessage {
  id: string;
  at: string;
  mine: boolean;
  from: string;
  text: string;
  attachments: readonly Pick<DocumentPartsFragment, 'id' | 'name' | 'contentUrl'>[];
  readAt: string | null;
}

interface MessageThreadProps {
  messages: readonly ThreadMessage[];
  /** Sends and answers with the problem, if there was one. */
  send?: ((text: string, attachmentIds: string[], idempotencyKey: string) => Promise<Problem | undefined>) | undefined;
  /** Uploader for attachments, given what is already attached. */
  attach?: (attached: (id: string, name: string) => void) => ReactNode;
}

const LONGEST = 4000;

export function MessageThread({ messages, send, attach }: MessageThreadProps) {
  const { t } = useTranslation('messages');
  return (
    <div className="thread">
      {messages.length === 0 && <p className="muted">{t('none')}</p>}
      <ol className="thread-list">
        {messages.map((message) => (
          <li key={message.id} className={message.mine ? 'message message-mine' : 'message'}>
            <p className="message-head">
              <strong>{message.mine ? t('from.me') : t(`from.${message.from === 'CEC' ? 'CEC' : 'VOTER'}`)}</strong> ·{' '}
              <Instant at={message.at} short />
            </p>
            <p className="message-text">{message.text}</p>
            {message.attachments.length > 0 && (
              <ul className="message-files">
                {message.attachments.map((file) => (
                  <li key={file.id}>
                    <Icon name="file" /> <a href={file.contentUrl}>{file.name}</a>
                  </li>
                ))}
              </ul>
            )}
            {message.mine && (
              <p className="message-read">
                {message.readAt ? (
                  <>
                    <Icon name="check" /> {t('read')} <Instant at={message.readAt} short />
                  </>
                ) : (
                  t('unread')
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
      {send && <Answer send={send} {...(attach && { attach })} />}
    </div>
  );
}

function Answer({ send, attach }: Required<Pick<MessageThreadProps, 'send'>> & Pick<MessageThreadProps, 'attach'>) {
  const { t } = useTranslation('messages');
  const [text, setText] = useState('');
  const [files, setFiles] = useState<{ id: string; name: string }[]>([]);
  const [sentBefore, setSentBefore] = useState(0);
  const key = useKey(text.trim(), sentBefore, ...files.map((file) => file.id));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [error, setError] = useState('');
  const [said, setSaid] = useState('');

  const submit = async () => {
    if (!text.trim()) {
      setError(t('empty'));
      return;
    }
    setBusy(true);
    const refusal = await send(text.trim(), files.map((file) => file.id), key);
    setBusy(false);
    setProblem(refusal ?? null);
    if (refusal) return;
    setText('');
    setFiles([]);
    setSentBefore((count) => count + 1);
    setSaid(t('sent'));
  };

  return (
    <form
      className="no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ProblemAlert problem={problem} />
      <Field name="message" label={t('label')} hint={t('hint')} error={error || undefined}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={4}
            maxLength={LONGEST}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setError('');
              setSaid('');
            }}
          />
        )}
      </Field>
      {files.length > 0 && (
        <ul className="message-files">
          {files.map((file) => (
            <li key={file.id}>
              <Icon name="file" /> {file.name}
            </li>
          ))}
        </ul>
      )}
      {attach && (
        <details className="fold">
          <summary>{t('attach')}</summary>
          {attach((id, name) => setFiles((known) => [...known, { id, name }]))}
        </details>
      )}
      <div className="actions">
        <Button type="submit" loading={busy}>
          {t('send')}
        </Button>
      </div>
      <p role="status">{said}</p>
    </form>
  );
}
