/**
 * The reports that have not been accepted yet. A report is written here before its first attempt, so that a page that is
 * closed in the middle loses nothing; it leaves only when Wilco has answered. Each has a name of its own in the storage:
 * two tabs that add at once can't overwrite each other.
 */
import type { ReportBody } from './contract';
import type { Storage } from './storage';

export interface Waiting {
  body: ReportBody;
  /** The life of the page that it was clicked on. */
  page: string;
  /** It left with an identity, and the host's name for the person if it gave one; see identity.ts. */
  signed: boolean;
  person?: string;
  tries: number;
  /** Milliseconds since 1970: the last attempt, and the next. */
  tried: number;
  next: number;
}

export interface Shelf {
  all(): Waiting[];
  get(key: string): Waiting | undefined;
  /** True when it will outlive the page. */
  put(waiting: Waiting): boolean;
  remove(key: string): void;
}

export function shelf(storage: Storage, product: string): Shelf {
  const prefix = `wilco.${product}.waiting.`;
  return {
    all: () => storage.names(prefix).flatMap((name) => storage.get<Waiting>(name) ?? []),
    get: (key) => storage.get(prefix + key),
    put: (waiting) => storage.set(prefix + waiting.body.key, waiting),
    remove: (key) => storage.remove(prefix + key),
  };
}

const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Milliseconds until the next attempt: doubling, with a fifth drawn by chance (`chance` from 0 to 1) so that the browsers
 * of an office do not come back in one wave; never before the moment that the server asked for.
 */
export function pauseAfter(tries: number, chance: number, asked = 0): number {
  const doubled = Math.min(FIRST_PAUSE * 2 ** Math.max(0, tries - 1), LONGEST_PAUSE);
  return Math.max(doubled * (0.9 + chance / 5), asked);
}

/** A report may leave now. `eager`: the connection came back or a page was opened, so its pause is over. */
export function isDue(waiting: Waiting, now: number, eager: boolean): boolean {
  return now >= waiting.next || (eager && now - waiting.tried >= 2_000);
}
