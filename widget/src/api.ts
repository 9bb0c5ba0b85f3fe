/**
 * Wilco's HTTP interface, and what each answer means for the person. Nothing here throws: no answer, an answer that is
 * not Wilco's and an answer that asks to come again are all `unreachable`, and the report stays on the device.
 */
import type { Catalogue, Known, Problem, Receipt, ReportBody, Status } from './contract';
import { after, ask, forget, fromJson, toJson } from './native';

/** Milliseconds; after it a person should know that the report is safe here, not look at a spinner. */
const TIMEOUT = 10_000;

export type Outcome =
  | { is: 'received'; receipt: Receipt }
  | { is: 'refused'; reason: string }
  | { is: 'stranger' }
  | { is: 'unreachable'; pause?: number };

export interface Api {
  report(body: ReportBody & { identity?: string }): Promise<Outcome>;
  catalogue(): Promise<Catalogue | undefined>;
  known(area: string, url: string): Promise<Known | undefined>;
  state(reference: string): Promise<{ status: Status; since: string } | undefined>;
  /** An addition to a received report. */
  follow(reference: string, what: 'notes' | 'contact' | 'same', body: object): Promise<Followed>;
  /** The raw call, for the presigned form of a screenshot. */
  call(path: string, body?: object): Promise<Answer | undefined>;
}

export type Followed = { taken: true; message: string } | { taken: false; reason: string };

export interface Answer {
  status: number;
  /** Parsed JSON; `undefined` when the body is something else. */
  body: unknown;
  pause?: number;
}

export function api(origin: string, product: string): Api {
  const call = (path: string, body?: object) => exchange(origin + path, body);
  const get = async <T>(path: string) => {
    const answer = await call(path);
    return answer?.status === 200 ? (answer.body as T | undefined) : undefined;
  };
  return {
    call,
    report: async (body) => outcomeOf(await call('/v1/reports', body)),
    catalogue: () => get<Catalogue>(`/v1/widget/${product}`),
    known: (area, url) => {
      const query = new URLSearchParams({ area, url });
      return get(`/v1/widget/${product}/known?${query}`);
    },
    state: (reference) => get(`/v1/reports/${encodeURIComponent(reference)}`),
    follow: async (reference, what, body) => {
      const answer = await call(`/v1/reports/${encodeURIComponent(reference)}/${what}`, body);
      if (answer && answer.status >= 200 && answer.status < 300) {
        return { taken: true, message: (answer.body as { message?: string } | undefined)?.message ?? '' };
      }
      return { taken: false, reason: reasonOf(answer?.body) };
    },
  };
}

/** What an answer to `POST /v1/reports` means. Only a 202 that has a receipt in it is a receipt. */
export function outcomeOf(answer: Answer | undefined): Outcome {
  if (!answer) return { is: 'unreachable' };
  const { status, body, pause } = answer;
  if (status === 202 && isReceipt(body)) return { is: 'received', receipt: complete(body) };
  if (status === 401) return { is: 'stranger' };
  const foreign = status < 400 || body === undefined;
  if (foreign || status >= 500 || [408, 425, 429].includes(status)) {
    return { is: 'unreachable', ...(pause !== undefined && { pause }) };
  }
  return { is: 'refused', reason: reasonOf(body) };
}

function isReceipt(body: unknown): body is Receipt {
  return typeof (body as Receipt | undefined)?.tracking_url === 'string';
}

function complete(receipt: Receipt): Receipt {
  const reference = receipt.reference ?? receipt.tracking_url.replace(/^.*\/|[?#].*$/g, '');
  return { ...receipt, reference, mailed: !!receipt.mailed, queued: !!receipt.queued };
}

/** A problem's own words (RFC 9457): what was wrong and what to change. */
function reasonOf(body: unknown): string {
  const { title, detail, errors } = (body ?? {}) as Problem;
  const fields = (errors ?? []).map((error) => error.message).join(' ');
  return [title && `${title}.`, detail, fields].filter(Boolean).join(' ');
}

async function exchange(url: string, body: object | undefined): Promise<Answer | undefined> {
  const stop = new AbortController();
  const timer = after(() => stop.abort(), TIMEOUT);
  try {
    const response = await ask(url, {
      credentials: 'omit',
      referrerPolicy: 'strict-origin-when-cross-origin',
      signal: stop.signal,
      ...(body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: toJson(body) }),
    });
    const seconds = Number(response.headers.get('Retry-After') || Number.NaN);
    return {
      status: response.status,
      body: parsed(await response.text()),
      ...(seconds >= 0 && { pause: seconds * 1000 }),
    };
  } catch {
    return undefined;
  } finally {
    forget(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return fromJson(text);
  } catch {
    return undefined;
  }
}
