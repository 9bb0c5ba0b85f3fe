/** Draws what is in the viewport onto a canvas: html2canvas reads a copy of the page in a frame of its own. */
import html2canvas from 'html2canvas-pro';
import { adoptStyles } from './copied_styles';
import { type Box, scaled, scaleFor } from './geometry';
import { blankOut, boxesOf, everyElement, markedPrivate, undrawable } from './private';
import { farBelow, passOverUnseen } from './seen';
import { rasterize } from './vector';

const WIDEST = 1600;
const PATIENCE_MS = 20_000;
/** Styles are adopted instead; the other links would be fetched again, for nothing. Our own button is no part of the page. */
const NOT_COPIED = 'style, link:not([rel~=stylesheet]), wilco-button, wilco-message';
/** Every third pixel in each direction is looked at. */
const STEP = 3;

/** The viewport, at most 1600 pixels wide, with what is private black in its pixels. Throws when nothing could be drawn. */
export async function drawViewport(hide: HTMLElement, frame: HTMLElement): Promise<HTMLCanvasElement> {
  const strangers = await undrawable(document);
  const boxes = boxesOf([...markedPrivate(document), ...strangers]);
  const isFarBelow = farBelow(document);
  const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const scale = scaleFor(viewport, window.devicePixelRatio, WIDEST);
  const drawing = html2canvas(document.documentElement, {
    ...viewport,
    ...position(),
    scale,
    useCORS: true,
    logging: false,
    skipValidation: true,
    imageTimeout: 5000,
    iframeContainer: frame as unknown as ShadowRoot,
    ignoreElements: (element) => element === hide || element.matches(NOT_COPIED) || isFarBelow(element),
    onclone: async (copy, _, restoreScroll?: () => void) => {
      await adoptStyles(document, copy);
      copy.defaultView?.scrollTo(window.scrollX, window.scrollY);
      restoreScroll?.();
      rasterize(copy, document, scale);
      boxes.push(...blanked(copy, strangers));
      passOverUnseen(copy);
    },
  });
  const drawn = await inTime(drawing);
  if (isBlank(drawn)) throw new Error('nothing of the page could be drawn');
  return blacked(drawn, boxes, scale);
}

function position() {
  const { scrollX, scrollY, innerWidth, innerHeight } = window;
  return { x: scrollX, y: scrollY, scrollX, scrollY, windowWidth: innerWidth, windowHeight: innerHeight };
}

/** A page that never comes to rest must not keep the person waiting. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The copy may be laid out a little differently: there, what is private is not painted at all, and black where it stood. */
function blanked(copy: Document, strangers: readonly Element[]): Box[] {
  const sources = new Set(strangers.map((one) => (one as HTMLImageElement).currentSrc).filter(Boolean));
  const images = [...everyElement(copy)].filter((one) => sources.has((one as HTMLImageElement).src));
  const hidden = [...markedPrivate(copy), ...images];
  const boxes = boxesOf(hidden);
  for (const one of hidden) blankOut(one);
  return boxes;
}

/** A picture of one colour shows nothing. */
function isBlank(canvas: HTMLCanvasElement): boolean {
  const { data, width, height } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer);
  for (let y = 0; y < height; y += STEP)
    for (let x = 0; x < width; x += STEP) if (pixels[y * width + x] !== pixels[0]) return false;
  return true;
}

/** A new canvas, of which only these pixels were ever written. */
function blacked(drawn: HTMLCanvasElement, boxes: readonly Box[], scale: number): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = drawn.width;
  picture.height = drawn.height;
  const context = contextOf(picture);
  context.drawImage(drawn, 0, 0);
  paintBlack(
    context,
    boxes.map((box) => scaled(box, scale, picture)),
  );
  return picture;
}

/** Opaque, so that nothing of what was there is left in the pixels. */
export function paintBlack(context: CanvasRenderingContext2D, boxes: readonly Box[]): void {
  context.fillStyle = '#000';
  for (const { left, top, width, height } of boxes) context.fillRect(left, top, width, height);
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}
