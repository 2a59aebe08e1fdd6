/** The thread with the Commission. Opening it marks what came as read; a message never moves a legal clock. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { outcome } from '@/lib/problems';
import { MessageThread } from '@/ui/MessageThread';
import { Uploader } from '@/ui/Uploader';
import { useCase } from '../case/context';
import { useSlotUpload } from '../case/useSlotUpload';
import { MARK_READ, SEND_MESSAGE } from '../operations';

export function Messages() {
  const { t } = useTranslation('registration');
  const client = useClient();
  const { application, refresh, replace } = useCase();
  const upload = useSlotUpload('MESSAGE_ATTACHMENT');
  const section = useRef<HTMLElement>(null);
  const { id, unreadMessages } = application;

  useEffect(() => {
    const place = section.current;
    if (unreadMessages === 0 || !place) return;
    const mark = () => void client.mutation(MARK_READ, { id }).toPromise();
    if (typeof IntersectionObserver === 'undefined') return mark();
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      seen.disconnect();
      mark();
    });
    seen.observe(place);
    return () => seen.disconnect();
  }, [client, id, unreadMessages]);

  const send = async (text: string, attachments: string[], key: string) => {
    const { data, error } = await client.mutation(SEND_MESSAGE, { id, text, attachments, key }).toPromise();
    const { problem } = outcome(data?.sendMessage, error);
    if (!problem) refresh();
    return problem;
  };

  return (
    <section ref={section} id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">
        {t('messages.title')}
        {unreadMessages > 0 && <span className="unread"> {t('messages.unread', { count: unreadMessages })}</span>}
      </h2>
      <MessageThread
        messages={application.messages}
        send={application.allowedActions.includes('message') ? send : undefined}
        attach={(attached) => (
          <Uploader
            {...upload}
            label={t('messages.attachment')}
            onDone={(saved, documentId, name) => {
              replace(saved);
              attached(documentId, name);
            }}
          />
        )}
      />
    </section>
  );
}
