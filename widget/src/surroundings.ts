/**
 * What the report knows of where it was made: a selector of the element and the words beside it, the browser's name, and
 * with the host's leave the last errors. The part that reads them well is loaded when a hand comes near a trigger; until
 * it is here, or where it can't be had, something rougher does.
 */
import type { AgentData, browserAndSystem } from './browser';
import type { Context } from './contract';
import type { askSame, outageNow } from './outage';

import { warn } from './safely';
import { short } from './short';

interface Part {
  browserAndSystem: typeof browserAndSystem;
  describeElement(element: Element): Described;
  startWatching(): void;
  contextNow(): Context | undefined;
  outageNow: typeof outageNow;
  askSame: typeof askSame;
}

interface Described {
  element: string;
  label: string;
}

let part: Part | undefined;
let asked: Promise<Part | undefined> | undefined;
let watches = false;

/** What was loaded, with what the panel shows of an outage; nothing while it is not here. */
export const loaded = (): Part | undefined => part;

/** `watch`: the host has asked for the console's errors and the failed requests. */
export async function loadContext(origin: string, watch = false): Promise<void> {
  if (!__CONTEXT__) return;
  asked ??= import(`${origin}/widget/${__CONTEXT__}`).catch(warn) as Promise<Part | undefined>;
  part = await asked;
  if (watch && !watches) part?.startWatching();
  watches ||= watch;
}

/** As the API takes them; what is empty is left out. */
export function describe(element: Element | undefined, said: string): Partial<Described> {
  const described = element && (part?.describeElement ?? roughly)(element);
  const label = short(said || described?.label);
  const selector = short(described?.element);
  return { ...(label && { label }), ...(selector && { element: selector }) };
}

export function browserNow(): { browser: string; os?: string } {
  const { userAgent, userAgentData } = navigator as Navigator & { userAgentData?: AgentData };
  return part?.browserAndSystem(userAgent, userAgentData) ?? { browser: userAgent };
}

export function contextNow(): Context | undefined {
  const context = watches ? part?.contextNow() : undefined;
  return context && context.console.length + context.requests.length > 0 ? context : undefined;
}

function roughly(element: Element): Described {
  const named = element.closest('[id]');
  const own = element === named ? '' : ` ${element.localName}`;
  return {
    element: named ? `#${CSS.escape(named.id)}${own}` : own.trim(),
    label: element.getAttribute('aria-label') ?? '',
  };
}
