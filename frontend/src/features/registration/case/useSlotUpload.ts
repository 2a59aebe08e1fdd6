/** The calls of one upload slot of a case, ready for the uploader. */
import { useCallback } from 'react';
import { useClient } from 'urql';
import type { CaseFragment } from '@/gql/graphql';
import { outcome } from '@/lib/problems';
import type { FileFacts, UploadCalls } from '@/lib/uploads/useUpload';
import { COMPLETE_UPLOAD, OPEN_UPLOAD } from '../operations';
import { useCase } from './context';

export const USUAL_LIMITS = {
  maxBytes: 10 * 1024 * 1024,
  contentTypes: ['application/pdf', 'image/jpeg', 'image/png'],
} as const;

export function useSlotUpload(
  slot: string,
  limits: UploadCalls<CaseFragment>['limits'] = USUAL_LIMITS,
): UploadCalls<CaseFragment> {
  const client = useClient();
  const { application, replace } = useCase();
  const { id } = application;

  const open = useCallback(
    async (file: FileFacts) => {
      const { idempotencyKey, ...facts } = file;
      const { data, error } = await client.mutation(OPEN_UPLOAD, { id, slot, key: idempotencyKey, ...facts }).toPromise();
      return outcome(data?.openUpload, error);
    },
    [client, id, slot],
  );
  const complete = useCallback(
    async (documentId: string) => {
      const { data, error } = await client.mutation(COMPLETE_UPLOAD, { documentId }).toPromise();
      const result = outcome(data?.completeUpload, error);
      // The bytes arrived and were looked at, and are not a document that the office could use.
      const refused = result.ok?.documents.some((document) => document.id === documentId && document.state === 'REFUSED');
      return refused ? { problem: { code: 'document.other', params: {}, defects: [] } } : result;
    },
    [client],
  );
  return { limits, open, complete, onDone: replace };
}

export function currentDocument(application: CaseFragment, slot: string) {
  return application.documents.find((document) => document.slot === slot && !document.superseded && document.state !== 'REFUSED');
}
