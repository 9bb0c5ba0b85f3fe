/** What a report says about the thing that is wrong. */
import { labelOf } from './label';
import { selectorOf } from './selector';

/** A selector and the visible words beside it, at most 200 characters each. */
export interface Described {
  element: string;
  label: string;
}

/** Never throws: a page may be stranger than any selector. */
export function describeElement(element: Element): Described {
  return { element: attempt(() => selectorOf(element)), label: attempt(() => labelOf(element)) };
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
