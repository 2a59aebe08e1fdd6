/** What a file really is, by its first bytes: names and declared types lie, and phones send HEIC as anything. */
export type FileKind = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/heic';

const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

export async function kindOf(blob: Blob): Promise<FileKind | undefined> {
  const head = new Uint8Array(await blob.slice(0, 1024).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.includes('%PDF-')) return 'application/pdf';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(text.slice(8, 12))) return 'image/heic';
  return undefined;
}

/** Invisible and direction-changing characters can make `fdp.exe` look like `exe.pdf`. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const EXTENSIONS: Record<FileKind, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/heic': 'heic',
};

/** The name as it is shown and sent: readable, not too long, and with the ending of what the file is. */
export function honestName(name: string, kind: FileKind): string {
  const bare = name.replace(INVISIBLE, '').replace(/[\\/:*?"<>|]/g, ' ').replace(/\.[^.]*$/, '').trim();
  return `${(bare || 'dokument').slice(0, 80)}.${EXTENSIONS[kind]}`;
}
