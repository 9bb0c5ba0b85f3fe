/** A short selector that finds the element again, tomorrow and on another person's screen. */
import { isMeaningful, isStable } from './names';

const LONGEST = 200;
const TEST_IDS = ['data-testid', 'data-test', 'data-test-id', 'data-cy', 'data-qa', 'data-wilco-trigger'];
const NAMING = ['name', 'aria-label', 'role', 'type'];
const LANDMARKS = new Set([
  'main',
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'table',
  'dialog',
  'thead',
  'tfoot',
  'body',
]);

/** At most 200 characters. Unique within the element's root unless that would need more. */
export function selectorOf(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const finds = (selector: string): boolean => isOnly(root, selector, element);
  const own = step(element);
  if (isAnchor(element) && finds(own)) return own;
  return anchored(ancestors(element), own, finds) ?? path(element, finds);
}

/** The nearest thing with a name of its own within which `found` is the only one. */
function anchored(above: Element[], found: string, finds: (selector: string) => boolean): string | undefined {
  const candidates = above.filter(isAnchor).slice(0, 4);
  return candidates.map((one) => `${step(one)} ${found}`).find(finds);
}

/** From the element up, each step told from its siblings, until it is the only one. */
function path(element: Element, finds: (selector: string) => boolean): string {
  let found = placed(element);
  for (const [index, one] of ancestors(element).entries()) {
    const short = anchored(ancestors(element).slice(index), found, finds);
    if (short) return short;
    const longer = `${placed(one)} > ${found}`;
    if (longer.length > LONGEST) break;
    found = longer;
  }
  return found;
}

function ancestors(element: Element): Element[] {
  const above: Element[] = [];
  for (let one = element.parentElement; one; one = one.parentElement) above.push(one);
  return above;
}

function isOnly(root: Document | ShadowRoot, selector: string, element: Element): boolean {
  if (selector.length > LONGEST) return false;
  const found = root.querySelectorAll(selector);
  return found.length === 1 && found[0] === element;
}

function isAnchor(element: Element): boolean {
  return step(element) !== element.localName || LANDMARKS.has(element.localName);
}

/** The element by what it is: its test id, its id, or its tag with what names it. */
function step(element: Element): string {
  const test = TEST_IDS.find((name) => isLasting(element.getAttribute(name)));
  if (test) return attribute(element, test);
  if (isStable(element.id)) return `#${CSS.escape(element.id)}`;
  const naming = NAMING.find((name) => isLasting(element.getAttribute(name)));
  const classes = [...element.classList].filter(isMeaningful).slice(0, 2);
  return (
    CSS.escape(element.localName) +
    classes.map((name) => `.${CSS.escape(name)}`).join('') +
    (naming ? attribute(element, naming) : '')
  );
}

function attribute(element: Element, name: string): string {
  return `[${name}="${CSS.escape(element.getAttribute(name) ?? '')}"]`;
}

/** Numbers in a name are a row's, a person's or today's. */
function isLasting(value: string | null): boolean {
  return value !== null && value.length > 0 && value.length <= 40 && !/\d{2}|["\\@]/.test(value);
}

/** The step, and its number among its siblings where others are like it. */
function placed(element: Element): string {
  const own = step(element);
  const siblings = [...(element.parentNode?.children ?? [])];
  if (siblings.filter((one) => one.matches(own)).length < 2) return own;
  const alike = siblings.filter((one) => one.localName === element.localName);
  return `${CSS.escape(element.localName)}:nth-of-type(${alike.indexOf(element) + 1})`;
}
