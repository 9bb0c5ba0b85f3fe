/**
 * The host's triggers: anything with `data-wilco-trigger`. Clicks are taken at the window, so that triggers which an app
 * draws later, or inside an open shadow root, work without being told of. An observer only gives the ones that are no
 * buttons what a keyboard and a screen reader need.
 */
import { after } from './native';
import { safely } from './safely';

const MARK = 'data-wilco-trigger';

export interface Press {
  area: string;
  kinds: string[];
  label: string;
  element: Element;
}

export interface Hands {
  open: (press: Press) => void;
  /** The pointer or the focus has come to it: a good moment to fetch what it will show. */
  near: (press: Press) => void;
  /** Something on the page has changed. */
  changed: () => void;
}

export function pressOf(element: Element): Press {
  const of = (name: string) => element.getAttribute(`data-wilco-${name}`)?.trim() ?? '';
  return {
    area: of('trigger'),
    kinds: of('kinds')
      .split(/[\s,]+/)
      .filter(Boolean),
    label: of('label'),
    element,
  };
}

function triggerIn(event: Event): Element | undefined {
  return event.composedPath().find((node): node is Element => node instanceof Element && node.hasAttribute(MARK));
}

const pressedByItself = (element: Element) => element.matches('button, summary, input, a[href], area[href]');

export function watchTriggers({ open, near, changed }: Hands): void {
  const on = (type: string, react: (event: Event, trigger: Element) => void, passive = false) => {
    const listener = safely((event: Event) => {
      const trigger = triggerIn(event);
      if (trigger) react(event, trigger);
    });
    window.addEventListener(type, listener, { capture: true, passive });
  };
  on('click', (event, trigger) => {
    event.preventDefault(); // A trigger may be a link, or a button in a form.
    if ((event as MouseEvent).detail < 2) open(pressOf(trigger)); // The second click of a double click closes nothing.
  });
  on('keydown', (event, trigger) => {
    const { key, repeat } = event as KeyboardEvent;
    if (event.composedPath()[0] !== trigger || pressedByItself(trigger) || (key !== 'Enter' && key !== ' ')) return;
    event.preventDefault();
    if (!repeat) open(pressOf(trigger));
  });
  on('pointerover', (_, trigger) => near(pressOf(trigger)), true);
  on('focusin', (_, trigger) => near(pressOf(trigger)), true);

  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    after(() => {
      asked = false;
      dressAll();
      changed();
    }, 100);
  };
  const dressAll = safely(() => document.querySelectorAll(`[${MARK}]`).forEach(dress));
  dressAll();
  new MutationObserver(soon).observe(document, { childList: true, subtree: true, attributeFilter: [MARK] });
}

function dress(trigger: Element): void {
  const give = (name: string, value: string) => trigger.hasAttribute(name) || trigger.setAttribute(name, value);
  give('aria-haspopup', 'dialog');
  give('aria-expanded', 'false');
  if (pressedByItself(trigger)) return;
  give('role', 'button');
  give('tabindex', '0');
}
