/** The picture as a file that the server takes. */
import { contextOf } from './draw';

/** What the presigned upload allows. */
const MOST_BYTES = 3_000_000;
const QUALITIES = [0.85, 0.7, 0.5];
const SMALLER = 0.75;
const SMALLEST = 64;

/** WebP, or JPEG where the browser cannot write WebP; of lower quality, then smaller, until it fits. A canvas writes no metadata. */
export async function encode(picture: HTMLCanvasElement): Promise<Blob> {
  for (let canvas = picture; canvas.width >= SMALLEST; canvas = shrunk(canvas))
    for (const quality of QUALITIES) {
      const blob = await written(canvas, quality);
      if (blob.size <= MOST_BYTES) return blob;
    }
  throw new Error('the picture does not get small enough');
}

async function written(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  const webp = await toBlob(canvas, 'image/webp', quality);
  const blob = webp?.type === 'image/webp' ? webp : await toBlob(canvas, 'image/jpeg', quality);
  if (!blob) throw new Error('the picture could not be written');
  return blob;
}

function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function shrunk(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const smaller = document.createElement('canvas');
  smaller.width = Math.floor(canvas.width * SMALLER);
  smaller.height = Math.floor(canvas.height * SMALLER);
  contextOf(smaller).drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return smaller;
}
