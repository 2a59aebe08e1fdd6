/** Refusals arrive as `Problem` members of a union; here they are told apart from what was asked for. */
import type { CombinedError } from 'urql';

export interface Defect {
  code: string;
  path?: string | null;
  article?: string | null;
  params: Record<string, unknown>;
  warning?: boolean;
}

export interface Problem {
  __typename?: 'Problem';
  code: string;
  params: Record<string, unknown>;
  traceId?: string | null;
  retryAfter?: number | null;
  defects: Defect[];
}

interface Member {
  __typename?: string;
}
export type Outcome<T> = { ok: T; problem?: undefined } | { ok?: undefined; problem: Problem };

/**
 * Splits the answer of a mutation. What could not be asked at all (line down, server down) is a problem of the same
 * shape, so that a page has one way to say that something went wrong.
 */
export function outcome<T extends Member>(
  member: T | null | undefined,
  error: CombinedError | undefined,
): Outcome<Exclude<T, { __typename?: 'Problem' }>> {
  if (error || !member) return { problem: problemOfError(error) };
  if (member.__typename === 'Problem') return { problem: member as unknown as Problem };
  return { ok: member as Exclude<T, { __typename?: 'Problem' }> };
}

export function problemOfError(error: CombinedError | undefined): Problem {
  const extensions = error?.graphQLErrors[0]?.extensions ?? {};
  const status = (error?.response as Response | undefined)?.status;
  const code =
    typeof extensions.code === 'string'
      ? extensions.code
      : status === 401
        ? 'unauthorised'
        : status === 429
          ? 'too_many'
          : error?.networkError
            ? 'network'
            : 'internal';
  const traceId = extensions.trace_id ?? extensions.traceId;
  return { code, params: {}, defects: [], traceId: typeof traceId === 'string' ? traceId : null };
}

/** A key for a creating command. The same key goes with every retry of the same intention. */
export function newKey(): string {
  return crypto.randomUUID();
}
