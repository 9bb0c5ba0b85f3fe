/** Puts the parts together on a page: what opens a panel, what is sent later, and the small API for the host's script. */
import { type Conversation, converse, type Question } from './conversation';
import type { Voucher } from './identity';
import { launcher } from './launcher';
import { tell } from './message';
import type { Settled } from './outbox';
import { addressOf } from './place';
import { safely } from './safely';
import { siteOf } from './site';
import { loadContext } from './surroundings';
import type { Tag } from './tag';
import { watchTriggers } from './triggers';

/** `window.Wilco`. */
export interface Wilco {
  version: string;
  /** Opens the panel as a trigger would; without an area it is about the product's first. */
  open(wishes?: { area?: string; kinds?: string[]; label?: string; element?: Element }): void;
  close(): void;
  /** Who vouches for the person: called for every report, answers a fresh token, or null when nobody is logged in. */
  identify(voucher: Voucher): void;
}

export function start(tag: Tag): Wilco {
  let now: Conversation | undefined;
  const site = siteOf(tag, (settled: Settled) => {
    if (settled.outcome.is === 'received') site.receipts.add(settled.outcome.receipt, settled.body);
    if (!now?.hears(settled)) tell(tag, settled, true);
    tabs?.postMessage(settled);
  });
  /** Another tab may have sent what a panel here still says is saved. */
  const tabs = window.BroadcastChannel && new BroadcastChannel(`wilco.${tag.product}`);
  if (tabs) tabs.onmessage = safely(({ data }) => now?.hears(data));

  function open(question: Question): void {
    const same = now?.panel.open && question.element && now.question.element === question.element;
    if (now?.panel.lent) return;
    near(question.area);
    now?.panel.close(!!same);
    now = same
      ? undefined
      : converse(
          site,
          question,
          (settled) => tell(tag, settled, false),
          () => {},
        );
  }

  function near(area: string): void {
    safely(loadContext)(tag.origin, tag.watchErrors);
    safely(site.facts.catalogue)();
    if (area) safely(site.facts.known)(area, addressOf(location.href));
  }

  if (tag.watchErrors) safely(loadContext)(tag.origin, true);
  const fallback = tag.fallback;
  const button =
    fallback === undefined
      ? undefined
      : launcher(
          tag,
          (element) => open({ area: fallback, kinds: [], label: '', element, general: true }),
          () => near(fallback),
        );
  button?.refresh();
  watchTriggers({ open, near: (press) => near(press.area), changed: () => button?.refresh() });
  matchMedia('(prefers-color-scheme: dark)').addEventListener?.(
    'change',
    safely(() => button?.refresh()),
  );

  const drain = (eager: boolean) => safely(() => site.outbox.drain(eager));
  window.addEventListener('online', drain(true));
  window.addEventListener('pageshow', drain(true));
  document.addEventListener('visibilitychange', drain(false));
  drain(true)();

  return {
    version: __VERSION__,
    open: safely(({ area = '', kinds = [], label = '', element } = {}) =>
      open({ area, kinds, label, element, general: !area && !label }),
    ) as Wilco['open'],
    close: safely(() => now?.panel.close(true)),
    identify: safely((voucher: Voucher) => {
      site.voucher = voucher;
    }),
  };
}
