/**
 * An element of ours on the host's page: a shadow root in the top layer, so that neither the page's styles nor its
 * z-indexes reach it, and what happens inside stays inside.
 */
import { dress } from './styles';

/** A page's shortcuts must not take the letters typed here, nor its "click outside" close what our trigger is in. */
const OURS = 'keydown keyup keypress beforeinput input change paste copy cut pointerdown mousedown touchstart click';

export interface Island {
  host: HTMLElement;
  root: ShadowRoot;
  /** Into the page and the top layer. `from` is what it belongs to: the tab order goes there after it. */
  show(parent: Element, from?: Element): void;
  remove(): void;
}

export function island(name: string): Island {
  const host = document.createElement(name);
  const root = host.attachShadow({ mode: 'open' });
  dress(root);
  for (const type of OURS.split(' ')) host.addEventListener(type, (event) => event.stopPropagation());
  return {
    host,
    root,
    show: (parent, from) => {
      host.setAttribute('popover', 'manual');
      parent.append(host);
      try {
        (host.showPopover as (options?: { source?: Element }) => void)(from && { source: from });
      } catch {
        host.removeAttribute('popover'); // An older browser: the z-index has to do.
      }
    },
    remove: () => host.remove(),
  };
}

/** Where it has to be for a person to reach it: an open modal dialog makes everything outside of it inert. */
export function homeFor(anchor: Element | undefined): Element {
  return anchor?.closest('dialog[open], [aria-modal="true"]') ?? document.body;
}
