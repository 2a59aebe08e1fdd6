/** An officer brings a file into a case: a scan that came on paper, or an attachment to a message. */
import { useClient } from 'urql';
import { outcome } from '@/lib/problems';
import type { UploadCalls } from '@/lib/uploads/useUpload';
import { COMPLETE_UPLOAD, OPEN_UPLOAD } from './operations';

const LIMITS = { maxBytes: 10 * 1024 * 1024, contentTypes: ['application/pdf', 'image/jpeg', 'image/png'] };

export function useOfficeUpload(
  id: string,
  slot: string,
  onDone: (documentId: string, name: string) => void,
): UploadCalls<{ id: string }> {
  const client = useClient();
  return {
    limits: LIMITS,
    async open({ idempotencyKey, ...facts }) {
      const { data, error } = await client.mutation(OPEN_UPLOAD, { id, slot, key: idempotencyKey, ...facts });
      return outcome(data?.openOfficeUpload, error);
    },
    async complete(documentId) {
      const { data, error } = await client.mutation(COMPLETE_UPLOAD, { documentId });
      const result = outcome(data?.completeOfficeUpload, error);
      const refused = result.ok?.documents.some((document) => document.id === documentId && document.state === 'REFUSED');
      return refused ? { problem: { code: 'document.other', params: {}, defects: [] } } : result;
    },
    onDone: (_, documentId, name) => onDone(documentId, name),
  };
}
