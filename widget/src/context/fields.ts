/** What stands in the page's form fields at this moment, so that it can be kept out of everything that is sent. */

const LASTING_MS = 500;
/** These hold choices and machinery, not what a person has written. */
const NOT_WRITTEN = new Set(['button', 'submit', 'reset', 'image', 'checkbox', 'radio', 'range', 'color', 'file']);

let known: { at: number; values: readonly string[] } = { at: Number.NEGATIVE_INFINITY, values: [] };

/** The values, the longest first; looked up at most twice a second, since a page may log in a loop. */
export function fieldValues(): readonly string[] {
  if (typeof document === 'undefined') return [];
  const now = performance.now();
  if (now - known.at > LASTING_MS) known = { at: now, values: sorted(valuesWithin(document)) };
  return known.values;
}

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort((one, other) => other.length - one.length);
}

function* valuesWithin(root: Document | ShadowRoot): Iterable<string> {
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) yield* valuesWithin(element.shadowRoot);
    const value = heldBy(element).trim();
    if (value.length >= shortest(element)) yield value;
  }
}

function heldBy(element: Element): string {
  if (element instanceof HTMLInputElement) return NOT_WRITTEN.has(element.type) ? '' : element.value;
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element.value;
  return element instanceof HTMLElement && element.contentEditable === 'true' ? (element.textContent ?? '') : '';
}

/** What the page itself put there, like `en` or `true`, is also a word of many a message. */
function shortest(element: Element): number {
  if (element instanceof HTMLSelectElement) return 4;
  return element instanceof HTMLInputElement && element.type === 'hidden' ? 8 : 2;
}
