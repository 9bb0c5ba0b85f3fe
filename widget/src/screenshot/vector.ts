/**
 * Inline SVG, painted shape by shape: the usual way, an image of a `data:` address, is what a strict policy forbids.
 * Of gradients the first colour is taken; masks, clips and filters are not painted.
 */
import { everyElement } from './private';

const SHAPES = 'path, rect, circle, ellipse, line, polyline, polygon, text, tspan';
const NEVER_PAINTED = 'defs, symbol, clipPath, mask, pattern, marker';

/** Puts a canvas with its picture in the place of every svg element of the copy. */
export function rasterize(copy: Document, page: Document, scale: number): void {
  for (const svg of [...everyElement(copy)].filter(isOutermost))
    try {
      inlineUses(svg, page);
      svg.replaceWith(painted(svg, scale));
    } catch {
      svg.remove(); // an icon less
    }
}

function isOutermost(element: Element): element is SVGSVGElement {
  return element.localName === 'svg' && !element.parentElement?.closest('svg');
}

function painted(svg: SVGSVGElement, scale: number): HTMLCanvasElement {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const canvas = svg.ownerDocument.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.style.cssText = svg.style.cssText;
  Object.assign(canvas.style, {
    width: `${width}px`,
    height: `${height}px`,
    transform: 'none',
    boxSizing: 'border-box',
  });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  for (const shape of svg.querySelectorAll<SVGGraphicsElement>(SHAPES)) {
    const matrix = shape.getScreenCTM();
    if (!matrix || shape.closest(NEVER_PAINTED)) continue;
    context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
    context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    paintShape(context, shape, svg);
  }
  return canvas;
}

function paintShape(context: CanvasRenderingContext2D, shape: SVGGraphicsElement, svg: SVGSVGElement): void {
  const style = getComputedStyle(shape);
  if (style.display === 'none' || style.visibility !== 'visible') return;
  const faint = opacityOf(shape, svg);
  const isText = shape.localName === 'text' || shape.localName === 'tspan';
  const outline = isText ? undefined : new Path2D(outlineOf(shape));
  context.globalAlpha = faint * Number.parseFloat(style.fillOpacity || '1');
  const fill = colourOf(style.fill, shape);
  if (fill) context.fillStyle = fill;
  if (fill && outline) context.fill(outline, style.fillRule as CanvasFillRule);
  if (fill && isText) paintText(context, shape as SVGTextContentElement, style);
  if (outline) paintStroke(context, outline, style, colourOf(style.stroke, shape), faint);
}

function paintStroke(
  context: CanvasRenderingContext2D,
  outline: Path2D,
  style: CSSStyleDeclaration,
  colour: string | undefined,
  faint: number,
): void {
  if (!colour) return;
  context.globalAlpha = faint * Number.parseFloat(style.strokeOpacity || '1');
  context.strokeStyle = colour;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.lineCap = style.strokeLinecap as CanvasLineCap;
  context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
  context.setLineDash(style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat).filter(Number.isFinite));
  context.stroke(outline);
}

/** A line without markup in it; one with markup is painted by its parts. */
function paintText(context: CanvasRenderingContext2D, line: SVGTextContentElement, style: CSSStyleDeclaration): void {
  const words = line.textContent?.replace(/\s+/g, ' ').trim();
  if (!words || line.childElementCount || !line.getNumberOfChars()) return;
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillText(words, (line as SVGGraphicsElement).getBBox().x, line.getStartPositionOfChar(0).y);
}

/** The shape as the data of a path. */
function outlineOf(shape: SVGGraphicsElement): string {
  const number = (name: string) => (shape as unknown as Record<string, SVGAnimatedLength>)[name]?.baseVal.value ?? 0;
  switch (shape.localName) {
    case 'path':
      return shape.getAttribute('d') ?? '';
    case 'line':
      return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
    case 'circle':
      return oval(number('cx'), number('cy'), number('r'), number('r'));
    case 'ellipse':
      return oval(number('cx'), number('cy'), number('rx'), number('ry'));
    case 'rect':
      return rounded(number('x'), number('y'), number('width'), number('height'), number('rx') || number('ry'));
    default:
      return `M${shape.getAttribute('points') ?? ''}${shape.localName === 'polygon' ? 'Z' : ''}`;
  }
}

function oval(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${arc(r, r)}v${down}${arc(-r, r)}h${-across}${arc(-r, -r)}v${-down}${arc(r, -r)}Z`;
}

function opacityOf(shape: Element, svg: SVGSVGElement): number {
  let opacity = 1;
  for (let one: Element | null = shape; one && one !== svg; one = one.parentElement)
    opacity *= Number.parseFloat(getComputedStyle(one).opacity);
  return opacity;
}

function colourOf(paint: string, shape: Element): string | undefined {
  const id = /^url\(["']?#([^"')]+)/.exec(paint)?.[1];
  if (!id) return paint === 'none' ? undefined : paint;
  const stop = (shape.getRootNode() as Document | ShadowRoot).getElementById(id)?.querySelector('stop');
  return stop ? getComputedStyle(stop).stopColor : undefined;
}

/** What a `use` shows is out of reach; its original is put there, and takes its colours from the place. */
function inlineUses(svg: SVGSVGElement, page: Document): void {
  for (const use of svg.querySelectorAll('use')) {
    const href = use.getAttribute('href') ?? use.getAttribute('xlink:href') ?? '';
    const original = href.startsWith('#') ? page.getElementById(href.slice(1)) : null;
    if (original) use.replaceWith(original.localName === 'symbol' ? asSvg(original, use) : asGroup(original, use));
  }
}

function asGroup(original: Element, use: SVGUseElement): Element {
  const group = use.ownerDocument.createElementNS(use.namespaceURI, 'g');
  const moved = `translate(${use.x.baseVal.value} ${use.y.baseVal.value})`;
  group.setAttribute('transform', `${use.getAttribute('transform') ?? ''}${moved}`);
  group.append(use.ownerDocument.importNode(original, true));
  return group;
}

function asSvg(symbol: Element, use: SVGUseElement): Element {
  const inner = use.ownerDocument.createElementNS(use.namespaceURI, 'svg');
  copyAttributes(symbol, inner, ['viewBox', 'preserveAspectRatio']);
  copyAttributes(use, inner, ['x', 'y', 'width', 'height']);
  inner.append(...[...symbol.children].map((one) => use.ownerDocument.importNode(one, true)));
  return inner;
}

function copyAttributes(from: Element, to: Element, names: readonly string[]): void {
  for (const name of names) {
    const value = from.getAttribute(name);
    if (value) to.setAttribute(name, value);
  }
}
