/** What the pages of one case share. */
import { createContext, use } from 'react';
import type { CaseFragment } from '@/gql/graphql';
import type { Problem } from '@/lib/problems';
import type { Clash, FieldKey, FieldValue } from './draft';

export type SaveState =
  | { step: 'saved'; at: string }
  | { step: 'saving' }
  | { step: 'waiting' }
  | { step: 'failed'; problem: Problem };

export interface CaseState {
  application: CaseFragment;
  /** The typed value, else the saved one. */
  value: (field: FieldKey | 'kind') => FieldValue;
  text: (field: FieldKey | 'kind') => string;
  set: (field: FieldKey | 'kind', value: FieldValue) => void;
  /** Saves what is unsaved and answers with the case as it then is; null when that did not work. */
  flush: () => Promise<CaseFragment | null>;
  saveState: SaveState;
  clashes: readonly Clash[];
  settle: (field: FieldKey | 'kind', useTheirs: boolean) => void;
  /** A command answered with the case. */
  replace: (application: CaseFragment) => void;
  refresh: () => void;
}

export const CaseContext = createContext<CaseState | null>(null);

export function useCase(): CaseState {
  const state = use(CaseContext);
  if (!state) throw new Error('outside of a case');
  return state;
}
