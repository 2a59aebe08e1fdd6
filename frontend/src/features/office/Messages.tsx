/** The thread with the voter, the same as on the other side. A message never moves a term, and the form says so. */
import { useTranslation } from 'react-i18next';
import { useClient, useMutation } from 'urql';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { outcome } from '@/lib/problems';
import { MessageThread } from '@/ui/MessageThread';
import { Uploader } from '@/ui/Uploader';
import { MARK_READ, SEND_MESSAGE } from './operations';
import { useOfficeUpload } from './useOfficeUpload';

export function Messages({ application }: { application: OfficeCaseFragment }) {
  const { t } = useTranslation('office');
  const client = useClient();
  const [, markRead] = useMutation(MARK_READ);
  const { id, messages, allowedActions } = application;
  const unread = messages.filter((message) => !message.mine && message.from === 'VOTER' && !message.readAt).length;
  const send = async (text: string, attachments: string[], key: string) => {
    const { data, error } = await client.mutation(SEND_MESSAGE, { id, text, attachments, key });
    return outcome(data?.sendOfficeMessage, error).problem;
  };
  return (
    <details
      className="of-card of-fold"
      onToggle={(event) => {
        if (event.currentTarget.open && unread > 0) void markRead({ id });
      }}
    >
      <summary>
        {t('messages.title', { count: messages.length })}
        {unread > 0 && <span className="of-count"> {t('messages.unread', { count: unread })}</span>}
      </summary>
      <MessageThread
        messages={messages}
        send={allowedActions.includes('message') ? send : undefined}
        attach={(attached) => <Attachment id={id} attached={attached} />}
      />
    </details>
  );
}

function Attachment({ id, attached }: { id: string; attached: (id: string, name: string) => void }) {
  const { t } = useTranslation('office');
  const upload = useOfficeUpload(id, 'MESSAGE_ATTACHMENT', attached);
  return <Uploader {...upload} label={t('messages.attachment')} />;
}
