/** From the file that somebody chose to the bytes that are sent, or a plain reason why it cannot be. */
import { heicToJpeg, mustShrink, shrink, sizeOf } from './images';
import { honestName, kindOf } from './kind';

export interface Limits {
  maxBytes: number;
  contentTypes: readonly string[];
}

export interface Prepared {
  blob: Blob;
  name: string;
  contentType: string;
  /** A picture can be looked at and turned before it is sent. */
  isPicture: boolean;
  changed: boolean;
}

export type UploadFault = 'upload.empty' | 'upload.type' | 'upload.too_large' | 'upload.unreadable' | 'upload.protected';

export class CannotUse extends Error {
  constructor(
    readonly code: UploadFault,
    readonly params: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

export async function prepare(file: File, limits: Limits): Promise<Prepared> {
  if (file.size === 0) throw new CannotUse('upload.empty');
  const found = await kindOf(file);
  if (!found) throw new CannotUse('upload.type');
  if (found === 'application/pdf') return pdf(file, limits);

  let blob: Blob = file;
  try {
    if (found === 'image/heic') blob = await heicToJpeg(file);
    const tooMuch = mustShrink(await sizeOf(blob), blob.size, limits.maxBytes);
    if (tooMuch) blob = await shrink(blob);
  } catch {
    throw new CannotUse('upload.unreadable');
  }
  const changed = blob !== file;
  const contentType = changed ? 'image/jpeg' : found;
  refuseLarge(blob, limits);
  if (!limits.contentTypes.includes(contentType)) throw new CannotUse('upload.type');
  const kind = contentType === 'image/png' ? 'image/png' : 'image/jpeg';
  return { blob, name: honestName(file.name, kind), contentType, isPicture: true, changed };
}

async function pdf(file: File, limits: Limits): Promise<Prepared> {
  refuseLarge(file, limits);
  if (!limits.contentTypes.includes('application/pdf')) throw new CannotUse('upload.type');
  // An encrypted file names its encryption near the end; the service looks properly, this only saves the upload.
  const tail = await file.slice(Math.max(0, file.size - 2048)).text();
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(tail)) throw new CannotUse('upload.protected');
  return { blob: file, name: honestName(file.name, 'application/pdf'), contentType: 'application/pdf', isPicture: false, changed: false };
}

function refuseLarge(blob: Blob, limits: Limits): void {
  if (blob.size > limits.maxBytes) {
    throw new CannotUse('upload.too_large', { max: Math.floor(limits.maxBytes / 1024 / 1024) });
  }
}
