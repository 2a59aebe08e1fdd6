/** Photographs are made small enough to send on a slow line and large enough to read; HEIC becomes JPEG. */
export const LONGEST_SIDE = 3000;
export const LARGE_BYTES = 10 * 1024 * 1024;
const QUALITY = 0.86;

export interface Size {
  width: number;
  height: number;
}

/** The size to draw at: never enlarged, the longer side at most LONGEST_SIDE. */
export function fitted({ width, height }: Size, longest = LONGEST_SIDE): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function mustShrink(size: Size, bytes: number, maxBytes = LARGE_BYTES): boolean {
  return bytes > Math.min(maxBytes, LARGE_BYTES) || Math.max(size.width, size.height) > LONGEST_SIDE;
}

/** The decoder is large and few phones need it, so it is fetched only for such a photograph. */
export async function heicToJpeg(blob: Blob): Promise<Blob> {
  const { heicTo } = await import('heic-to/csp');
  return heicTo({ blob, type: 'image/jpeg', quality: 0.92 });
}

async function draw(blob: Blob, size: (found: Size) => Size, quarterTurns = 0): Promise<Blob> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  try {
    const { width, height } = size(bitmap);
    const sideways = quarterTurns % 2 !== 0;
    const canvas = document.createElement('canvas');
    canvas.width = sideways ? height : width;
    canvas.height = sideways ? width : height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate((quarterTurns * Math.PI) / 2);
    context.drawImage(bitmap, -width / 2, -height / 2, width, height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((drawn) => (drawn ? resolve(drawn) : reject(new Error('not drawn'))), 'image/jpeg', QUALITY),
    );
  } finally {
    bitmap.close();
  }
}

export async function sizeOf(blob: Blob): Promise<Size> {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

export function shrink(blob: Blob): Promise<Blob> {
  return draw(blob, (found) => fitted(found));
}

export function turnRight(blob: Blob): Promise<Blob> {
  return draw(blob, (found) => fitted(found), 1);
}
