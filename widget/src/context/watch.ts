/**
 * The last console errors and failed requests, for a host that has asked for it. The wrapped functions stay what they
 * were: proxies that pass on `this`, the arguments, the answer and the error, and look on. What they see is scrubbed at once.
 */

import { readable } from './readable';
import { Recent } from './recent';
import { REMOVED, scrub, scrubUrl } from './scrub';

/** The server's limits, and how much of a long text is looked at. */
const LONGEST_TEXT = 300;
const LONGEST_URL = 500;
const READ = 4000;

/** `at` is an ISO time in UTC. */
export interface ConsoleLine {
  level: string;
  text: string;
  at: string;
}

/** `status` is 0 when there was no answer. */
export interface FailedRequest {
  method: string;
  url: string;
  status: number;
  at: string;
}

export interface Context {
  console: ConsoleLine[];
  requests: FailedRequest[];
}

const lines = new Recent<ConsoleLine>();
const failures = new Recent<FailedRequest>();
const opened = new WeakMap<XMLHttpRequest, { method: string; url: string }>();
let watches = false;

/** Begin; a second call does nothing. Wilco's own requests go by the `fetch` that was there before, and are not seen. */
export function startWatching(): void {
  if (watches) return;
  watches = true;
  console.error = looking(console.error, (args) => noteLine(readable(args)));
  window.addEventListener('error', (event) => quietly(() => noteLine(readable([event.error ?? event.message]))));
  window.addEventListener('unhandledrejection', (event) => quietly(() => noteLine(readable([event.reason]))));
  window.fetch = watchedFetch(window.fetch);
  watchXhr(XMLHttpRequest.prototype);
}

/** What has been seen since, the oldest first. Fields may have been filled since then: it is scrubbed once more. */
export function contextNow(): Context {
  return {
    console: lines.all().map((line) => ({ ...line, text: scrub(line.text).slice(0, LONGEST_TEXT) })),
    requests: failures.all().map((one) => ({ ...one, url: scrubUrl(one.url).slice(0, LONGEST_URL) })),
  };
}

type Call = (this: never, ...args: never[]) => unknown;

/** The same function, of which `look` sees the arguments first. */
function looking<F extends Call>(original: F, look: (args: unknown[], self: unknown) => void): F {
  return new Proxy(original, {
    apply(target, self, args) {
      quietly(() => look(args, self));
      return Reflect.apply(target, self, args);
    },
  });
}

/** The host gets a promise of the same kind that ends as the original's: looking on must not count as handling its error. */
function watchedFetch(original: typeof fetch): typeof fetch {
  return new Proxy(original, {
    apply(target, self, args: Parameters<typeof fetch>) {
      const answer = Reflect.apply(target, self, args) as Promise<Response>;
      if (typeof answer?.then !== 'function') return answer;
      return answer.then(
        (response) => {
          quietly(() => noteFetch(args, response.status));
          return response;
        },
        (error: unknown) => {
          quietly(() => isAbort(error) || noteFetch(args, 0));
          throw error;
        },
      );
    },
  });
}

function watchXhr(prototype: XMLHttpRequest): void {
  prototype.open = looking(prototype.open, ([method, url], self) => {
    opened.set(self as XMLHttpRequest, { method: String(method), url: String(url) });
  });
  prototype.send = looking(prototype.send, (_, self) => {
    for (const end of ['load', 'error', 'timeout']) (self as XMLHttpRequest).addEventListener(end, onEnd);
  });
}

/** One function for all requests: added twice to the same one, it is still called once. */
function onEnd(this: XMLHttpRequest): void {
  quietly(() => {
    const request = opened.get(this);
    if (request && isFailure(this.status)) noteRequest(request.method, request.url, this.status);
  });
}

function noteFetch([input, init]: Parameters<typeof fetch>, status: number): void {
  if (!isFailure(status)) return;
  const request = input instanceof Request ? input : undefined;
  noteRequest(init?.method ?? request?.method ?? 'GET', request?.url ?? String(input), status);
}

function noteRequest(method: string, url: string, status: number): void {
  const { href, origin, pathname } = new URL(url, document.baseURI);
  const address = scrubUrl(href.length > READ ? origin + pathname : href);
  failures.add({ method: method.toUpperCase().slice(0, 10), url: address, status, at: now() });
}

/** The last word of a text that is cut may be half a secret. */
function noteLine(text: string): void {
  const whole = text.length <= READ ? text : `${text.slice(0, text.lastIndexOf(' ', READ))} ${REMOVED}`;
  const clean = scrub(whole.length > READ + REMOVED.length + 1 ? REMOVED : whole);
  lines.add({ level: 'error', text: clean.slice(0, LONGEST_TEXT), at: now() });
}

function isFailure(status: number): boolean {
  return status === 0 || status >= 400;
}

/** The host itself has called it off. */
function isAbort(error: unknown): boolean {
  return (error as Error | null)?.name === 'AbortError';
}

function now(): string {
  return new Date().toISOString();
}

function quietly(look: () => void): void {
  try {
    look();
  } catch {
    // Whatever went wrong here is not the host's affair.
  }
}
