/**
 * The dialog beside the trigger: where it stands, when it closes, where the focus goes, what is read out. What is in it
 * is the conversation's business. It is not modal: the page stays usable, and a tab leads out of it.
 */
import { h } from './dom';
import { type Side, spotBeside } from './position';
import { safely } from './safely';
import { homeFor, island } from './shadow';
import { Icon } from './views/icons';

export interface PanelOptions {
  title: string;
  label: string;
  closeLabel: string;
  theme: 'light' | 'dark';
  language: string;
  anchor: Element | undefined;
  closed: () => void;
}

export interface Panel {
  host: HTMLElement;
  root: ShadowRoot;
  readonly open: boolean;
  /** True while another part has the screen, and Escape is its own. */
  lent: boolean;
  title(text: string): void;
  show(view: HTMLElement, said?: string): void;
  /** Below the views, over all of them. */
  foot(content: HTMLElement | undefined): void;
  say(text: string): void;
  close(returnFocus: boolean): void;
}

export function openPanel(options: PanelOptions): Panel {
  const { anchor, closed } = options;
  const { host, root, show: place, remove } = island('wilco-panel');
  const rtl = getComputedStyle(anchor ?? document.documentElement).direction === 'rtl';
  const closing = new AbortController();
  const { signal } = closing;
  let open = true;
  let drawn = 0;
  let side: Side | undefined;

  const status = <div class="unseen" role="status" />;
  const title = (
    <p class="title" id="title">
      {options.title}
    </p>
  );
  const body = <div class="body" />;
  const footer = <div class="foot" hidden />;
  const box = (
    <div
      class="panel"
      role="dialog"
      aria-labelledby="title label"
      tabindex="-1"
      lang={options.language}
      dir={rtl ? 'rtl' : 'ltr'}
      data-theme={options.theme}
    >
      <div class="head">
        <div>
          {title}
          <p class="soft" id="label" hidden={!options.label}>
            {options.label}
          </p>
        </div>
        <button type="button" class="icon" aria-label={options.closeLabel} onclick={() => close(true)}>
          <Icon name="close" />
        </button>
      </div>
      {body}
      {footer}
      {status}
    </div>
  );

  function stand(): void {
    const { innerWidth: width, innerHeight: height } = window;
    box.style.maxHeight = '';
    const corner = { left: rtl ? width : 0, top: height, width: 0, height: 0 };
    const trigger = anchor?.isConnected ? anchor.getBoundingClientRect() : corner;
    const size = { width: box.offsetWidth, height: box.scrollHeight + 2 };
    const spot = spotBeside(trigger, size, { width, height }, rtl, side);
    side = spot.side;
    box.style.left = `${spot.left}px`;
    box.style.top = spot.top === undefined ? 'auto' : `${spot.top}px`;
    box.style.bottom = spot.bottom === undefined ? 'auto' : `${spot.bottom}px`;
    box.style.maxHeight = `${spot.maxHeight}px`;
  }

  let asked = false;
  const standSoon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(
      safely(() => {
        asked = false;
        if (host.isConnected) stand();
        else close(false);
      }),
    );
  };

  function close(returnFocus: boolean): void {
    if (!open) return;
    open = false;
    closing.abort();
    remove();
    anchor?.setAttribute('aria-expanded', 'false');
    if (returnFocus && anchor instanceof HTMLElement) anchor.focus({ preventScroll: true });
    closed();
  }

  const panel: Panel = {
    host,
    root,
    lent: false,
    get open() {
      return open;
    },
    title: (text) => {
      title.textContent = text;
    },
    show: (view, said) => {
      const had = root.activeElement && root.activeElement !== box;
      drawn = performance.now();
      body.replaceChildren(view);
      if (had) box.focus({ preventScroll: true });
      box.scrollTop = 0;
      if (said) panel.say(said);
      standSoon();
    },
    foot: (content) => {
      footer.hidden = !content;
      footer.replaceChildren(...(content ? [content] : []));
      standSoon();
    },
    say: (text) => {
      status.textContent = text;
    },
    close,
  };

  /** The second click of a double click lands on what has come under the pointer since; nobody meant that. */
  const justDrawn = () => performance.now() - drawn < 500;
  const onClick = (event: MouseEvent) => {
    if (event.detail < 2 || !justDrawn()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const typed = () => [...root.querySelectorAll('input, textarea')].some((field) => (field as HTMLInputElement).value);
  const onKey = (event: KeyboardEvent) => {
    const from = event.composedPath()[0] as Element;
    const inside = root.contains(from);
    if (panel.lent) return;
    if (event.key === 'Escape' && !event.isComposing) {
      if (inside) event.preventDefault();
      if (inside) event.stopImmediatePropagation();
      close(true);
    } else if (inside && from.matches('input, textarea')) {
      event.stopImmediatePropagation(); // The letter is typed all the same, unless a shortcut of the page came first.
      const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (letter && event.defaultPrevented) document.execCommand('insertText', false, event.key);
    }
  };
  const onPointer = (event: Event) => {
    const path = event.composedPath();
    if (panel.lent || justDrawn() || typed()) return;
    if (!path.includes(host) && !(anchor && path.includes(anchor))) close(false);
  };
  box.addEventListener('click', onClick, true);
  window.addEventListener('keydown', safely(onKey), { capture: true, signal });
  window.addEventListener('pointerdown', safely(onPointer), { capture: true, signal });
  window.addEventListener('scroll', standSoon, { capture: true, passive: true, signal });
  window.addEventListener('resize', standSoon, { signal });
  new ResizeObserver(standSoon).observe(body);

  root.append(box);
  place(homeFor(anchor), anchor);
  anchor?.setAttribute('aria-expanded', 'true');
  stand();
  box.focus({ preventScroll: true });
  return panel;
}
