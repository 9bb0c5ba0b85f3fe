/**
 * Elements from JSX, the real ones: each state of the panel is drawn once, so there is nothing to compare and no library
 * to carry. No markup is ever parsed, which a page's Trusted Types and strict policies like, and no style attribute set.
 */
import { safely } from './safely';

type Child = Node | string | number | false | null | undefined | Child[];
type Props = Record<string, unknown> | null;

declare global {
  namespace JSX {
    type Element = HTMLElement;
    interface IntrinsicElements {
      [tag: string]: Record<string, unknown>;
    }
    interface ElementChildrenAttribute {
      children: unknown;
    }
  }
}

const DRAWN = new Set(['svg', 'path', 'circle']);

export function h<P>(tag: string | ((props: P) => HTMLElement), props: Props, ...children: Child[]): HTMLElement {
  if (typeof tag === 'function') return tag({ ...props, children } as P);
  const element = (
    DRAWN.has(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag)
  ) as HTMLElement;
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), safely(value as (event: Event) => unknown));
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.flat(9).filter(isShown).map(textOrNode));
  return element;
}

function isShown(child: unknown): boolean {
  return child !== undefined && child !== null && child !== false && child !== '';
}

function textOrNode(child: unknown): Node | string {
  return child instanceof Node ? child : String(child);
}
