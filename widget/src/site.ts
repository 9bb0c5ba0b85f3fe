/** What every part of the widget works with on this page. */
import { type Api, api } from './api';
import { type Facts, facts } from './catalogue';
import { identityFrom, type Voucher, voucherAt } from './identity';
import { after, forget, newKey } from './native';
import { type Outbox, outbox, type Settled } from './outbox';
import { type Receipts, receipts } from './receipts';
import { storage } from './storage';
import type { Tag } from './tag';
import { shelf } from './waiting';

export interface Site {
  tag: Tag;
  api: Api;
  facts: Facts;
  outbox: Outbox;
  receipts: Receipts;
  /** Set by the host's script, or by the tag. */
  voucher: Voucher | undefined;
}

export function siteOf(tag: Tag, news: (settled: Settled) => void): Site {
  const { origin, product } = tag;
  let timer: number | undefined;
  const device = storage(() => localStorage);
  const wire = api(origin, product);
  const site: Site = {
    tag,
    api: wire,
    facts: facts(wire, device, product, Date.now),
    receipts: receipts(device, product, Date.now),
    voucher: tag.identity ? voucherAt(tag.identity) : undefined,
    outbox: outbox({
      api: wire,
      shelf: shelf(device, product),
      identity: () => identityFrom(site.voucher),
      page: newKey(),
      now: Date.now,
      chance: Math.random,
      alarm: (work, milliseconds) => {
        forget(timer);
        timer = after(work, milliseconds);
      },
      locks: navigator.locks,
      news,
    }),
  };
  return site;
}
