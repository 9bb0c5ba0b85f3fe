/** The words that a person sees beside an element. Never what a field holds, nor what the page keeps private. */
import { scrub } from './scrub';

const LONGEST = 200;
const NAMED_BY_ITS_TEXT =
  'button, a, summary, legend, label, th, dt, caption, figcaption, h1, h2, h3, h4, h5, h6, [role=tab], [role=button]';
const SILENT =
  'script, style, template, textarea, select, option, input, [data-wilco-private], [data-wilco-trigger], [contenteditable=true]';
const HEADING = 'h1, h2, h3, h4, h5, h6, legend, caption, figcaption, [role=heading]';

/** At most 200 characters; empty when nothing near the element has words. */
export function labelOf(element: Element): string {
  if (element.closest('[data-wilco-private]')) return '';
  const readers = [named, ofField, ownText, ofCell, ofTerm, ofNearestHeading];
  for (const read of readers) {
    const words = scrub(read(element), []).replace(/\s+/g, ' ').trim();
    if (words) return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
  }
  return '';
}

function named(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const labelled = ids.map((id) => textOf(root.getElementById(id))).join(' ');
  return (
    labelled.trim() ||
    (isTrigger(element) ? '' : (element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? ''))
  );
}

/** Its own words ask to press it; the report needs those of what it stands at. */
function isTrigger(element: Element): boolean {
  return element.matches('[data-wilco-trigger]');
}

function ofField(element: Element): string {
  const labels = (element as HTMLInputElement).labels;
  const own = labels?.[0] ?? element.closest('label');
  return textOf(own) || (element.getAttribute('placeholder') ?? '');
}

function ownText(element: Element): string {
  return element.matches(NAMED_BY_ITS_TEXT) && !isTrigger(element) ? textOf(element) : '';
}

/** A cell is called as its column, else as its row. */
function ofCell(element: Element): string {
  const cell = element.closest<HTMLTableCellElement>('td, th');
  const table = cell?.closest('table');
  if (!cell || !table) return '';
  const head = [...(table.tHead?.rows ?? [table.rows[0]])].pop();
  const column = [...(head?.cells ?? [])].find((one) => one.tagName === 'TH' && one.cellIndex === cell.cellIndex);
  return textOf(column) || textOf(cell.parentElement?.querySelector('th'));
}

function ofTerm(element: Element): string {
  let one: Element | null = element.closest('dd');
  while (one && one.localName !== 'dt') one = one.previousElementSibling;
  return textOf(one);
}

/** The closest one that stands before the element, in it or around it. */
function ofNearestHeading(element: Element): string {
  const within = textOf(element.querySelector(HEADING));
  if (within) return within;
  for (let around: Element | null = element; around; around = around.parentElement) {
    for (let before = around.previousElementSibling; before; before = before.previousElementSibling) {
      const heading = before.matches(HEADING) ? before : [...before.querySelectorAll(HEADING)].pop();
      const words = textOf(heading);
      if (words) return words;
    }
    const label = around.parentElement?.getAttribute('aria-label');
    if (label) return label;
  }
  return '';
}

function textOf(element: Element | null | undefined): string {
  if (!element || element.closest('[data-wilco-private]') || isHidden(element)) return '';
  let words = '';
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) words += ` ${node.nodeValue}`;
    else if (node instanceof Element && !node.matches(SILENT)) words += ` ${node.getAttribute('alt') ?? textOf(node)}`;
    if (words.length > 4 * LONGEST) break;
  }
  return words.trim();
}

function isHidden(element: Element): boolean {
  return element.checkVisibility?.() === false;
}
