/** Points and boxes: of the screen in CSS pixels, of the picture in its own. */

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** The picture's pixel under a point of the screen, when the picture is `shown` there; the nearest one from outside. */
export function toPicture(point: Point, shown: Box, picture: Size): Point {
  const x = ((point.x - shown.left) * picture.width) / (shown.width || 1);
  const y = ((point.y - shown.top) * picture.height) / (shown.height || 1);
  return { x: clamp(x, picture.width), y: clamp(y, picture.height) };
}

/** The whole pixels that two opposite corners touch, within the picture. */
export function between(one: Point, other: Point, picture: Size): Box {
  const left = clamp(Math.floor(Math.min(one.x, other.x)), picture.width);
  const top = clamp(Math.floor(Math.min(one.y, other.y)), picture.height);
  const right = clamp(Math.ceil(Math.max(one.x, other.x)), picture.width);
  const bottom = clamp(Math.ceil(Math.max(one.y, other.y)), picture.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** A box of the screen in the picture's pixels, a pixel wider on each side: a blurred edge must not tell what was there. */
export function scaled(box: Box, scale: number, picture: Size): Box {
  const from = { x: box.left * scale - 1, y: box.top * scale - 1 };
  const to = { x: (box.left + box.width) * scale + 1, y: (box.top + box.height) * scale + 1 };
  return between(from, to, picture);
}

/** How many pixels of the picture one CSS pixel makes: those of the screen, but a picture no wider than `widest`. */
export function scaleFor(viewport: Size, density: number, widest: number): number {
  return Math.min(density, widest / Math.max(viewport.width, 1));
}

export function isEmpty(box: Size): boolean {
  return box.width < 1 || box.height < 1;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
