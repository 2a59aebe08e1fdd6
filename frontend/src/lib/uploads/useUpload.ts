/** One upload from the chosen file to the sealed document: prepare, look at it, send, complete. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey, type Outcome, type Problem } from '@/lib/problems';
import { sha256 } from './hash';
import { turnRight } from './images';
import { CannotUse, prepare, type Limits, type Prepared } from './prepare';
import { LineLost, Stopped, send } from './send';

export interface FileFacts {
  name: string;
  size: number;
  contentType: string;
  sha256: string;
  idempotencyKey: string;
}

export interface OpenSlot {
  documentId: string;
  url: string;
  fields: Record<string, unknown>;
}

export interface UploadCalls<T> {
  limits: Limits;
  open: (file: FileFacts) => Promise<Outcome<OpenSlot>>;
  complete: (documentId: string) => Promise<Outcome<T>>;
  onDone: (result: T, documentId: string, name: string) => void;
}

export type UploadState =
  | { step: 'idle' }
  | { step: 'preparing'; name: string }
  | { step: 'ready'; file: Prepared; preview?: string }
  | { step: 'sending'; file: Prepared; share: number }
  | { step: 'checking'; file: Prepared }
  | { step: 'failed'; problem: Problem; file?: Prepared };

const fault = (code: string, params: Record<string, unknown> = {}): Problem => ({ code, params, defects: [] });

export function useUpload<T>(calls: UploadCalls<T>) {
  const [state, setState] = useState<UploadState>({ step: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);
  const latest = useRef(calls);
  useEffect(() => {
    latest.current = calls;
  });
  useEffect(() => () => running.current?.abort(), []);
  const preview = state.step === 'ready' ? state.preview : undefined;
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview) : undefined), [preview]);

  const show = useCallback((file: Prepared) => {
    setState({ step: 'ready', file, ...(file.isPicture && { preview: URL.createObjectURL(file.blob) }) });
  }, []);

  const choose = useCallback(
    async (file: File) => {
      setState({ step: 'preparing', name: file.name });
      try {
        show(await prepare(file, latest.current.limits));
      } catch (error) {
        const known = error instanceof CannotUse ? error : new CannotUse('upload.unreadable');
        setState({ step: 'failed', problem: fault(known.code, known.params) });
      }
    },
    [show],
  );

  const turn = useCallback(
    async (file: Prepared) => {
      const blob = await turnRight(file.blob);
      show({ ...file, blob, contentType: 'image/jpeg', name: file.name.replace(/\.png$/, '.jpg'), changed: true });
    },
    [show],
  );

  const upload = useCallback(async (file: Prepared) => {
    const control = new AbortController();
    running.current = control;
    setState({ step: 'sending', file, share: 0 });
    const fail = (problem: Problem) => setState({ step: 'failed', problem, file });
    try {
      const opened = await latest.current.open({
        name: file.name,
        size: file.blob.size,
        contentType: file.contentType,
        sha256: await sha256(file.blob),
        idempotencyKey: newKey(),
      });
      if (opened.problem) return fail(opened.problem);
      await send(opened.ok, file.blob, {
        signal: control.signal,
        onProgress: (share) => setState({ step: 'sending', file, share }),
      });
      setState({ step: 'checking', file });
      const completed = await latest.current.complete(opened.ok.documentId);
      if (completed.problem) return fail(completed.problem);
      setState({ step: 'idle' });
      latest.current.onDone(completed.ok, opened.ok.documentId, file.name);
    } catch (error) {
      if (error instanceof Stopped) setState({ step: 'idle' });
      else fail(fault(error instanceof LineLost ? 'upload.line_lost' : 'upload.refused'));
    }
  }, []);

  const stop = useCallback(() => {
    running.current?.abort();
    setState({ step: 'idle' });
  }, []);

  return { state, choose, turn, upload, stop };
}
