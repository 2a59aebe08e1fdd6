/** One way to give a command in the office: it knows when it is under way, keeps its key over retries, shows refusals. */
import { useRef, useState } from 'react';
import { useClient, type AnyVariables, type TypedDocumentNode } from 'urql';
import { newKey, outcome, type Problem } from '@/lib/problems';

interface Command<V> {
  run: (variables: Omit<V, 'key'>) => Promise<boolean>;
  busy: boolean;
  problem: Problem | null;
}

type Answer = Record<string, unknown>;

/** A command on a case that needs nothing else (`More`: a reason). */
export type CaseCommand<More = object> = TypedDocumentNode<Answer, { id: string; version: number } & More>;

export function useCommand<T extends Answer, V extends object>(document: TypedDocumentNode<T, V>): Command<V> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const intention = useRef<{ said: string; key: string } | null>(null);

  async function run(variables: Omit<V, 'key'>): Promise<boolean> {
    const said = JSON.stringify(variables);
    if (intention.current?.said !== said) intention.current = { said, key: newKey() };
    setBusy(true);
    const withKey = { ...variables, key: intention.current.key } as unknown as V & AnyVariables;
    const answer = await client.mutation(document as TypedDocumentNode<T, V & AnyVariables>, withKey);
    setBusy(false);
    const member = Object.values((answer.data ?? {}) as Answer)[0] as { __typename?: string } | undefined;
    const result = outcome(member, answer.error);
    setProblem(result.problem ?? null);
    if (!result.problem) intention.current = null;
    return !result.problem;
  }

  return { run, busy, problem };
}
