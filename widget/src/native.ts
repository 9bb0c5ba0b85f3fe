/**
 * The browser's own functions, taken when the script runs: a page that wraps or replaces them later (a monitoring tool,
 * a frozen test clock, a mock) neither sees our requests nor stops our timers.
 */
export const ask: typeof fetch = globalThis.fetch?.bind(globalThis);
export const after: (done: () => void, milliseconds: number) => number = globalThis.setTimeout.bind(
  globalThis,
) as never;
export const forget: (timer: number | undefined) => void = globalThis.clearTimeout.bind(globalThis);
const { parse, stringify } = JSON;

export { parse as fromJson, stringify as toJson };

/** A UUID; made by hand where `randomUUID` is missing, which is on every page without https. */
export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
