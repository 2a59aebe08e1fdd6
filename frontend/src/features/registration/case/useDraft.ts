/** Keeps a draft saved: a moment after typing, when the page is left, when the line comes back. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CaseFragment } from '@/gql/graphql';
import { outcome, type Problem } from '@/lib/problems';
import { LOAD_CASE, SAVE } from '../operations';
import type { SaveState } from './context';
import { afterSave, asInput, clashes, savedValue, unsaved, type Clash, type Edits, type FieldKey, type FieldValue } from './draft';

const PAUSE_MS = 1200;
const RETRY_MS = 8000;
const STALE = /(^|\.)(changed|stale|version)/;

export function useDraft(loaded: CaseFragment) {
  const client = useClient();
  const [application, setApplication] = useState(loaded);
  const [edits, setEdits] = useState<Edits>({});
  const [found, setFound] = useState<Clash[]>([]);
  const [saveState, setSaveState] = useState<SaveState>({ step: 'saved', at: loaded.savedAt });
  const current = useRef({ application: loaded, edits: {} as Edits });
  const running = useRef<Promise<CaseFragment | null> | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flushLatest = useRef((): Promise<CaseFragment | null> => Promise.resolve(null));

  const keepEdits = useCallback((next: Edits) => {
    current.current.edits = next;
    setEdits(next);
  }, []);

  /** An older answer that comes late must not undo a newer one. */
  const replace = useCallback((next: CaseFragment) => {
    if (next.id === current.current.application.id && next.version < current.current.application.version) return;
    current.current.application = next;
    setApplication(next);
  }, []);

  const takeOthers = useCallback(async (): Promise<boolean> => {
    const before = current.current.application;
    const { data } = await client.query(LOAD_CASE, { id: before.id }, { requestPolicy: 'network-only' }).toPromise();
    if (!data?.application) return false;
    const both = clashes(current.current.edits, before, data.application);
    replace(data.application);
    setFound((known) => [...known.filter((old) => !both.some((clash) => clash.field === old.field)), ...both]);
    return true;
  }, [client, replace]);

  const saveOnce = useCallback(async (): Promise<Problem | undefined> => {
    const { application: saved, edits: typed } = current.current;
    const sent = unsaved(typed, saved);
    if (Object.keys(sent).length === 0) return undefined;
    const { kind, fields } = asInput(sent);
    const variables = { id: saved.id, version: saved.version, fields, ...(kind !== undefined && { kind }) };
    const { data, error } = await client.mutation(SAVE, variables).toPromise();
    const { ok, problem } = outcome(data?.saveApplication, error);
    if (problem) return problem;
    replace(ok);
    keepEdits(afterSave(current.current.edits, sent));
    return undefined;
  }, [client, keepEdits, replace]);

  const save = useCallback(async (): Promise<CaseFragment | null> => {
    setSaveState({ step: 'saving' });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const problem = await saveOnce();
      if (problem && STALE.test(problem.code) && (await takeOthers())) continue;
      if (problem) {
        const lineDown = problem.code === 'network';
        setSaveState(lineDown ? { step: 'waiting' } : { step: 'failed', problem });
        if (lineDown) timer.current = setTimeout(() => void flushLatest.current(), RETRY_MS);
        return null;
      }
      if (Object.keys(unsaved(current.current.edits, current.current.application)).length === 0) break;
    }
    setSaveState({ step: 'saved', at: current.current.application.savedAt });
    return current.current.application;
  }, [saveOnce, takeOthers]);

  const flush = useCallback((): Promise<CaseFragment | null> => {
    clearTimeout(timer.current);
    if (running.current) return running.current.then(() => flushLatest.current());
    if (Object.keys(unsaved(current.current.edits, current.current.application)).length === 0) {
      return Promise.resolve(current.current.application);
    }
    running.current = save().finally(() => (running.current = undefined));
    return running.current;
  }, [save]);

  useEffect(() => {
    flushLatest.current = flush;
  }, [flush]);

  const set = useCallback(
    (field: FieldKey | 'kind', value: FieldValue) => {
      keepEdits({ ...current.current.edits, [field]: value });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flushLatest.current(), PAUSE_MS);
    },
    [keepEdits],
  );

  useEffect(() => {
    const now = () => void flushLatest.current();
    const whenHidden = () => document.visibilityState === 'hidden' && now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', whenHidden);
      now();
    };
  }, []);

  const value = (field: FieldKey | 'kind'): FieldValue =>
    field in edits ? (edits[field] ?? null) : savedValue(application, field);
  const settle = (field: FieldKey | 'kind', useTheirs: boolean) => {
    const clash = found.find((each) => each.field === field);
    if (useTheirs && clash) set(field, clash.theirs);
    setFound(found.filter((each) => each.field !== field));
  };

  return {
    application,
    value,
    text: (field: FieldKey | 'kind') => {
      const held = value(field);
      return typeof held === 'string' ? held : '';
    },
    set,
    flush,
    saveState,
    clashes: found,
    settle,
    replace,
  };
}
