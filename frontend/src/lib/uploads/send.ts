/** Posts the bytes to the store with progress. A lost line is tried again; a refusal is not. */
export interface Target {
  url: string;
  fields: Record<string, unknown>;
}

export interface SendOptions {
  onProgress: (share: number) => void;
  signal?: AbortSignal;
  attempts?: number;
  /** Between attempts; a test needs no patience. */
  pause?: (attempt: number) => Promise<void>;
}

export class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused: ${status}`);
  }
}

export class LineLost extends Error {}
export class Stopped extends Error {}

const wait = (attempt: number) => new Promise<void>((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));

export async function send(target: Target, blob: Blob, options: SendOptions): Promise<void> {
  const { attempts = 4, pause = wait } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await post(target, blob, options);
      return;
    } catch (error) {
      if (!(error instanceof LineLost) || attempt >= attempts) throw error;
      options.onProgress(0);
      await pause(attempt);
      if (options.signal?.aborted) throw new Stopped();
    }
  }
}

function post({ url, fields }: Target, blob: Blob, { onProgress, signal }: SendOptions): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  // The store ignores every field that comes after the file.
  form.append('file', blob);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      // Gateways answer so while something restarts; the same bytes may go through a moment later.
      else if (request.status >= 500 || request.status === 429) reject(new LineLost());
      else reject(new Refused(request.status));
    });
    request.addEventListener('error', () => reject(new LineLost()));
    request.addEventListener('timeout', () => reject(new LineLost()));
    request.addEventListener('abort', () => reject(new Stopped()));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
