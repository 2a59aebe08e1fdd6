/** The idempotency key of one intention: the same for every retry of the same thing, another when the thing changes. */
import { useState } from 'react';
import { newKey } from './problems';

export function useKey(...what: readonly (string | number | boolean)[]): string {
  const meant = JSON.stringify(what);
  const [held, setHeld] = useState(() => ({ meant, key: newKey() }));
  if (held.meant === meant) return held.key;
  const next = { meant, key: newKey() };
  setHeld(next);
  return next.key;
}
