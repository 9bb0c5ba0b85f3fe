/** On a long page most is out of sight. What is, need not be parsed; and what comes far below, need not even be copied. */
import { everyElement } from './private';

/** Below this number copying takes less than a second. */
const MANY = 3000;

/** The elements that have something on the screen, themselves or within. */
export function seenIn(root: Document): Set<Element> {
  const view = root.defaultView as Window;
  const seen = new Set<Element>();
  for (const element of everyElement(root)) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || left >= view.innerWidth || top >= view.innerHeight) continue;
    for (let one: Element | null = element; one && !seen.has(one); one = above(one)) seen.add(one);
  }
  return seen;
}

/** Whether it can be left out of the copy of a page with so many elements: nothing before it depends on it there. */
export function farBelow(page: Document): (element: Element) => boolean {
  if (page.querySelectorAll('*').length < MANY) return () => false;
  const seen = seenIn(page);
  return (element) =>
    !seen.has(element) &&
    element.getBoundingClientRect().top > 2 * window.innerHeight &&
    element.parentElement !== null &&
    getComputedStyle(element.parentElement).display === 'block';
}

/** Tells the patched html2canvas what to pass over. List items stay: they are counted. */
export function passOverUnseen(copy: Document): void {
  const seen = seenIn(copy);
  for (const element of everyElement(copy))
    if (!seen.has(element) && element.localName !== 'li') Object.assign(element, { wilcoUnseen: true });
}

function above(element: Element): Element | null {
  return element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
}
