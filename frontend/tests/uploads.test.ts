import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '@/lib/uploads/hash';
import { fitted, mustShrink } from '@/lib/uploads/images';
import { honestName, kindOf } from '@/lib/uploads/kind';
import { CannotUse, prepare } from '@/lib/uploads/prepare';
import { LineLost, Refused, Stopped, send } from '@/lib/uploads/send';

const LIMITS = { maxBytes: 1024 * 1024, contentTypes: ['application/pdf', 'image/jpeg', 'image/png'] };
const bytes = (...parts: (string | number[])[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))));
const file = (name: string, ...parts: (string | number[])[]) => new File([bytes(...parts)], name);

describe('what a file is', () => {
  it('is told by its bytes, not by its name', async () => {
    expect(await kindOf(bytes('%PDF-1.7\n'))).toBe('application/pdf');
    expect(await kindOf(bytes([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(await kindOf(bytes([0x89], 'PNG\r\n\x1a\n'))).toBe('image/png');
    expect(await kindOf(bytes([0, 0, 0, 24], 'ftypheic'))).toBe('image/heic');
    expect(await kindOf(bytes('<svg onload="x()">'))).toBeUndefined();
    expect(await kindOf(bytes('MZ\x90'))).toBeUndefined();
  });

  it('has a name without characters that turn it around, and with the ending that it deserves', () => {
    expect(honestName('li\u202egpj.exe', 'image/jpeg')).toBe('ligpj.jpg');
    expect(honestName('a/b:c.pdf', 'application/pdf')).toBe('a b c.pdf');
    expect(honestName('Лична карта.JPG', 'image/jpeg')).toBe('Лична карта.jpg');
    expect(honestName('.heic', 'image/jpeg')).toBe('dokument.jpg');
    expect(honestName('x'.repeat(300), 'application/pdf')).toHaveLength(84);
  });

  it('has the SHA-256 that everybody computes', async () => {
    expect(await sha256(bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a photograph', () => {
  it('keeps its proportions when it is shrunk, and is never enlarged', () => {
    expect(fitted({ width: 8000, height: 6000 })).toEqual({ width: 3000, height: 2250 });
    expect(fitted({ width: 900, height: 1200 })).toEqual({ width: 900, height: 1200 });
  });
  it('is shrunk above ten megabytes, above the limit of its slot, or above 3000 pixels', () => {
    expect(mustShrink({ width: 3000, height: 2000 }, 10 * 1024 * 1024)).toBe(false);
    expect(mustShrink({ width: 3000, height: 2000 }, 10 * 1024 * 1024 + 1)).toBe(true);
    expect(mustShrink({ width: 3001, height: 2000 }, 1)).toBe(true);
    expect(mustShrink({ width: 100, height: 100 }, 3_000_000, 2_000_000)).toBe(true);
  });
});

describe('preparing a file', () => {
  const code = async (given: File) => {
    try {
      await prepare(given, LIMITS);
    } catch (error) {
      return (error as CannotUse).code;
    }
    return undefined;
  };

  it('refuses what is empty, of another kind, protected or too large, each with its own words', async () => {
    expect(await code(file('a.pdf'))).toBe('upload.empty');
    expect(await code(file('a.pdf', 'hello'))).toBe('upload.type');
    expect(await code(file('a.pdf', '%PDF-1.7 trailer << /Encrypt 12 0 R >>'))).toBe('upload.protected');
    expect(await code(file('a.pdf', '%PDF-1.7', 'x'.repeat(LIMITS.maxBytes)))).toBe('upload.too_large');
  });

  it('sends a PDF as it is', async () => {
    const given = file('Meldebestätigung.PDF', '%PDF-1.7 …');
    const ready = await prepare(given, LIMITS);
    expect(ready).toMatchObject({ blob: given, name: 'Meldebestätigung.pdf', contentType: 'application/pdf', changed: false });
  });

  it('says that a picture that cannot be opened is unreadable', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('broken')));
    expect(await code(file('a.jpg', [0xff, 0xd8, 0xff, 0xe0]))).toBe('upload.unreadable');
    vi.unstubAllGlobals();
  });
});

class FakeRequest {
  static answers: (number | 'error')[] = [];
  static sent: [string, FormDataEntryValue][][] = [];
  upload = { addEventListener: (_: string, tell: (event: object) => void) => void (this.progress = tell) };
  status = 0;
  private progress: (event: object) => void = () => undefined;
  private heard = new Map<string, () => void>();
  open = vi.fn();
  addEventListener = (name: string, heard: () => void) => void this.heard.set(name, heard);
  abort = () => this.heard.get('abort')?.();
  send(form: FormData) {
    FakeRequest.sent.push([...form.entries()]);
    const answer = FakeRequest.answers.shift();
    this.progress({ lengthComputable: true, loaded: 1, total: 2 });
    if (answer === undefined) return;
    queueMicrotask(() => {
      this.status = answer === 'error' ? 0 : answer;
      this.heard.get(answer === 'error' ? 'error' : 'load')?.();
    });
  }
}

describe('sending', () => {
  const target = { url: '/files/quarantine', fields: { key: 'k1', policy: 'p' } };
  const options = { onProgress: vi.fn(), pause: () => Promise.resolve() };
  beforeEach(() => {
    FakeRequest.sent = [];
    vi.stubGlobal('XMLHttpRequest', FakeRequest);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    options.onProgress.mockClear();
  });

  it('puts the file after all fields, as the store demands, and tells the progress', async () => {
    FakeRequest.answers = [204];
    await send(target, bytes('abc'), options);
    expect(FakeRequest.sent[0]?.map(([name]) => name)).toEqual(['key', 'policy', 'file']);
    expect(options.onProgress).toHaveBeenCalledWith(0.5);
  });

  it('tries again when the line is lost or a server restarts', async () => {
    FakeRequest.answers = ['error', 502, 204];
    await send(target, bytes('abc'), options);
    expect(FakeRequest.sent).toHaveLength(3);
  });

  it('gives up after four attempts', async () => {
    FakeRequest.answers = ['error', 'error', 'error', 'error', 204];
    await expect(send(target, bytes('abc'), options)).rejects.toBeInstanceOf(LineLost);
    expect(FakeRequest.sent).toHaveLength(4);
  });

  it('does not repeat what the store refuses', async () => {
    FakeRequest.answers = [403, 204];
    await expect(send(target, bytes('abc'), options)).rejects.toBeInstanceOf(Refused);
    expect(FakeRequest.sent).toHaveLength(1);
  });

  it('stops when the reader stops it', async () => {
    FakeRequest.answers = [];
    const control = new AbortController();
    const sending = send(target, bytes('abc'), { ...options, signal: control.signal });
    control.abort();
    await expect(sending).rejects.toBeInstanceOf(Stopped);
  });
});
