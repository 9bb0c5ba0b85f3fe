/**
 * The page's local storage as far as it can be had: a sandboxed frame, a full disk or a strict browser makes it throw.
 * Then things are kept in memory, and `set` says so, because "saved on this device" has to be true.
 */
import { fromJson, toJson } from './native';

export interface Storage {
  get<T>(name: string): T | undefined;
  /** True when it will outlive the page. */
  set(name: string, value: unknown): boolean;
  remove(name: string): void;
  /** The names that begin with `prefix`. */
  names(prefix: string): string[];
}

type Device = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export function storage(device: () => Device): Storage {
  const memory = new Map<string, unknown>();
  const on = <T>(work: (device: Device) => T, otherwise: T): T => {
    try {
      return work(device());
    } catch {
      return otherwise;
    }
  };
  return {
    get: <T>(name: string) => {
      if (memory.has(name)) return memory.get(name) as T;
      return on((device) => fromJson(device.getItem(name) ?? 'null') as T | null, null) ?? undefined;
    },
    set: (name, value) => {
      const kept = on((device) => {
        device.setItem(name, toJson(value));
        return true;
      }, false);
      if (kept) memory.delete(name);
      else memory.set(name, value);
      return kept;
    },
    remove: (name) => {
      memory.delete(name);
      on((device) => device.removeItem(name), undefined);
    },
    names: (prefix) => {
      const all = on((device) => Array.from({ length: device.length }, (_, index) => device.key(index) ?? ''), []);
      return [...new Set([...all, ...memory.keys()])].filter((name) => name.startsWith(prefix));
    },
  };
}
