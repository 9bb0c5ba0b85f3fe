/** What is black from the start: what fields hold, what the page calls private, and what cannot be drawn. */
import { type Box, isEmpty } from './geometry';

/** Buttons are fields in name only; an empty field has nothing to hide. */
const FIELDS =
  'input:not([type=button], [type=submit], [type=reset], [type=image], [type=hidden]), textarea, select, ' +
  '[contenteditable]:not([contenteditable=false]), [role=textbox], [role=searchbox], [role=combobox], [role=spinbutton]';
const ALWAYS = '[data-wilco-private], input[type=password], iframe, frame, embed, object, portal, fencedframe';
const PROBE_MS = 3000;

/** What the page's own markup says is private: in the page, and again in a copy of it. */
export function markedPrivate(root: Document): Element[] {
  return [...everyElement(root)].filter(
    (one) => one.matches(ALWAYS) || (one.matches(FIELDS) && holdsSomething(one as HTMLInputElement)),
  );
}

/** What stands on the screen and cannot be drawn: another origin's images, videos and tainted canvases. */
export async function undrawable(root: Document): Promise<Element[]> {
  const pictures = [...everyElement(root)].filter((one) => one.matches('img, video, canvas, image') && isOnScreen(one));
  const drawable = await Promise.all(pictures.map(canBeDrawn));
  return pictures.filter((_, index) => !drawable[index]);
}

/** Where they are, each line of a broken one for itself, and whatever sticks out of them. */
export function boxesOf(elements: readonly Element[]): Box[] {
  return elements
    .flatMap((element) => [...element.getClientRects(), ...[...element.querySelectorAll('*')].map(boxOf)])
    .filter((box) => !isEmpty(box));
}

/** Nothing of it is painted in the copy that the picture is drawn from. */
export function blankOut(element: Element): void {
  for (const one of [element, ...everyElement(element)])
    (one as HTMLElement).style?.setProperty('visibility', 'hidden', 'important');
}

/** In the document's order, those in open shadow roots too. */
export function* everyElement(root: Document | ShadowRoot | Element): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everyElement(element.shadowRoot);
  }
}

/** Told by names: an element of a copy may belong to another window's classes. */
function holdsSomething(element: HTMLInputElement): boolean {
  if (element.localName === 'select') return true;
  if (element.localName === 'textarea') return element.value !== '';
  if (element.localName === 'input')
    return /^(?:checkbox|radio|range|color)$/.test(element.type) || element.value !== '';
  return element.textContent !== '' || element.querySelector('img') !== null;
}

async function canBeDrawn(element: Element): Promise<boolean> {
  try {
    if (element instanceof HTMLImageElement) return !element.naturalWidth || (await isReadable(element.currentSrc));
    if (element instanceof HTMLVideoElement || element instanceof HTMLCanvasElement) return isUntainted(element);
    return await isReadable(new URL(element.getAttribute('href') ?? '', element.baseURI).href);
  } catch {
    return false;
  }
}

/** Another origin's picture can be drawn only if that origin allows it. */
async function isReadable(url: string): Promise<boolean> {
  const { origin, protocol } = new URL(url);
  if (origin === location.origin || protocol === 'data:' || protocol === 'blob:') return true;
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, PROBE_MS, false));
  return Promise.race([late, image.decode().then(() => true)]);
}

function isUntainted(element: HTMLVideoElement | HTMLCanvasElement): boolean {
  const probe = document.createElement('canvas').getContext('2d');
  if (!probe) return false;
  if (element instanceof HTMLCanvasElement && (element.width === 0 || element.height === 0)) return true;
  probe.drawImage(element, 0, 0, 1, 1);
  probe.getImageData(0, 0, 1, 1);
  return true;
}

function isOnScreen(element: Element): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
}

function boxOf(element: Element): Box {
  return element.getBoundingClientRect();
}
