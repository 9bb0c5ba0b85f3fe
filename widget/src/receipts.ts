/** "My reports": what was received from this device, so that the tracking links are not lost with the panel. */
import type { Receipt, ReportBody } from './contract';
import type { Storage } from './storage';

export interface Kept {
  reference: string;
  url: string;
  area: string;
  kind: string;
  /** Milliseconds since 1970. */
  at: number;
}

const MOST = 20;
const DAYS_KEPT = 90;

export interface Receipts {
  all(): Kept[];
  add(receipt: Receipt, body: ReportBody): void;
}

export function receipts(storage: Storage, product: string, now: () => number): Receipts {
  const name = `wilco.${product}.receipts`;
  const oldest = () => now() - DAYS_KEPT * 86_400_000;
  const all = () => (storage.get<Kept[]>(name) ?? []).filter((kept) => kept.at > oldest()).slice(0, MOST);
  return {
    all,
    add: ({ reference, tracking_url }, { trigger }) => {
      const kept = { reference, url: tracking_url, area: trigger.area, kind: trigger.kind, at: now() };
      storage.set(name, [kept, ...all().filter((other) => other.reference !== reference)].slice(0, MOST));
    },
  };
}
