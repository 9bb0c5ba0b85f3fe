/**
 * Hands reports over, now or later, never twice: the key stays the same for all tries, Wilco takes a key once, and of
 * several tabs the one that holds the report's lock does it (Web Locks; they end with their tab).
 */
import type { Api } from './api';
import type { ReportBody } from './contract';
import { type Identity, maySign } from './identity';
import { type Attempt, attempt } from './sending';
import { isDue, pauseAfter, type Shelf, type Waiting } from './waiting';

export interface Settled extends Attempt {
  body: ReportBody;
  /** Unreachable: whether it will outlive the page. */
  kept: boolean;
}

export interface Surroundings {
  api: Pick<Api, 'report'>;
  shelf: Shelf;
  identity: () => Promise<Identity | undefined>;
  /** Names this life of the page. */
  page: string;
  now: () => number;
  chance: () => number;
  /** Calls once after so many milliseconds, instead of what it was asked for before. */
  alarm: (work: () => void, milliseconds: number) => void;
  locks: Pick<LockManager, 'request'> | undefined;
  /** What became of a report that left later. */
  news: (settled: Settled) => void;
}

export interface Outbox {
  /** The first attempt; keeps it when Wilco can't be reached. */
  send(body: ReportBody): Promise<Settled>;
  /** Tries what waits. */
  drain(eager: boolean): Promise<void>;
}

/** Milliseconds in which other tabs leave an attempt alone where there are no locks: a page without https. */
const IN_FLIGHT = 15_000;

export function outbox(around: Surroundings): Outbox {
  const { api, shelf, identity, page, now, chance, alarm, locks } = around;

  async function tryOnce(waiting: Waiting, first: boolean): Promise<Settled> {
    const tried: Waiting = { ...waiting, tries: waiting.tries + 1, tried: now() };
    tried.next = tried.tried + IN_FLIGHT;
    let kept = shelf.put(tried);
    const made = await attempt(api, waiting.body, async () => {
      const who = await identity();
      if (!who || (!first && !maySign(waiting, who, waiting.page === page))) return undefined;
      tried.signed = true;
      if (who.person && !tried.person) tried.person = who.person;
      return who;
    });
    if (made.outcome.is === 'unreachable') {
      tried.next = now() + pauseAfter(tried.tries, chance(), made.outcome.pause);
      kept = shelf.put(tried);
    } else {
      shelf.remove(waiting.body.key);
    }
    return { ...made, body: waiting.body, kept };
  }

  async function later(key: string, eager: boolean): Promise<void> {
    const waiting = shelf.get(key);
    if (!waiting || !isDue(waiting, now(), eager)) return;
    const settled = await tryOnce(waiting, false);
    if (settled.outcome.is !== 'unreachable') around.news(settled);
  }

  async function alone<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
    if (!locks) return work();
    try {
      return await locks.request(`wilco.${key}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
    } catch {
      return work(); // A sandboxed frame has locks that refuse.
    }
  }

  function schedule(): void {
    const next = Math.min(...shelf.all().map((waiting) => waiting.next));
    if (Number.isFinite(next)) alarm(() => void drain(false), Math.max(500, next - now()));
  }

  async function drain(eager: boolean): Promise<void> {
    for (const { body } of shelf.all()) await alone(body.key, () => later(body.key, eager));
    schedule();
  }

  async function send(body: ReportBody): Promise<Settled> {
    const waiting = { body, page, signed: false, tries: 0, tried: 0, next: 0 };
    const settled = (await alone(body.key, () => tryOnce(waiting, true))) as Settled;
    schedule();
    return settled;
  }

  return { send, drain };
}
