/**
 * The team's words for areas and kinds, and what is known of an area. Both are fetched when somebody comes near a trigger
 * and not on every page view; the words of the last visit serve when Wilco can't be reached.
 */
import type { Api } from './api';
import type { Catalogue, Known } from './contract';
import type { Storage } from './storage';

/** Milliseconds that an answer about known problems is good for; its own Cache-Control says the same. */
const FRESH = 10_000;

export interface Facts {
  /** As of the last time; `undefined` when it was never had. */
  remembered(): Catalogue | undefined;
  catalogue(): Promise<Catalogue | undefined>;
  known(area: string, url: string): Promise<Known | undefined>;
}

export function facts(
  api: Pick<Api, 'catalogue' | 'known'>,
  storage: Storage,
  product: string,
  now: () => number,
): Facts {
  const name = `wilco.${product}.catalogue`;
  let asked: Promise<Catalogue | undefined> | undefined;
  let latest: { of: string; at: number; answer: Promise<Known | undefined> } | undefined;
  const fetched = async () => {
    const catalogue = await api.catalogue();
    if (catalogue?.areas && catalogue.kinds) storage.set(name, catalogue);
    else asked = undefined;
    return catalogue;
  };
  return {
    remembered: () => storage.get(name),
    catalogue: () => {
      asked ??= fetched();
      return asked;
    },
    known: (area, url) => {
      const of = `${area} ${url}`;
      if (latest?.of !== of || now() - latest.at > FRESH) latest = { of, at: now(), answer: api.known(area, url) };
      return latest.answer;
    },
  };
}
