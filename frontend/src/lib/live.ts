/** Tells when a case changed: by server-sent events, and by asking now and then where those do not come through. */
import { useEffect, useRef } from 'react';

const POLL_MS = 30_000;

export function useLiveCase(id: string | undefined, onChange: () => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (!id) return;
    let polling: ReturnType<typeof setInterval> | undefined;
    const poll = () => {
      polling ??= setInterval(() => {
        if (document.visibilityState === 'visible') latest.current();
      }, POLL_MS);
    };
    if (typeof EventSource === 'undefined') {
      poll();
      return () => clearInterval(polling);
    }
    const source = new EventSource(`/live/cases/${id}`);
    source.addEventListener('case-changed', () => latest.current());
    source.addEventListener('error', poll);
    source.addEventListener('open', () => {
      clearInterval(polling);
      polling = undefined;
    });
    return () => {
      source.close();
      clearInterval(polling);
    };
  }, [id]);
}
