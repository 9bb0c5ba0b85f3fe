/**
 * Who the person is, as the host's own server signs it. A token is good for one report and lives minutes, so a fresh one
 * is fetched for every attempt, and none is ever kept.
 *
 * A report that waits on the device may leave when somebody else sits at it. What is kept with it is only whether it was
 * signed, and the host's opaque `person` when its answer gives one. Later:
 *  - the same page is still open: it is signed again, unless the host now names another person;
 *  - another page sends it: it is signed only when both answers name the same person, otherwise it goes unsigned, and
 *    nobody gets mail about a report that may not be theirs.
 */
import { after, ask, fromJson } from './native';
import { warn } from './safely';

export interface Identity {
  token: string;
  /** The host's opaque name for the person, to compare with; never sent. */
  person?: string;
}

export type Answered = string | { identity?: string; person?: string } | null | undefined;
/** The host's function or address that vouches; null means that nobody is logged in. */
export type Voucher = () => Promise<Answered> | Answered;

/** Milliseconds that the host's server has; a slow one must not hold up the report. */
const PATIENCE = 5_000;

export async function identityFrom(voucher: Voucher | undefined): Promise<Identity | undefined> {
  try {
    const answer = await Promise.race([
      voucher?.(),
      voucher && new Promise<null>((late) => after(() => late(null), PATIENCE)),
    ]);
    const { identity, person } = typeof answer === 'string' ? { identity: answer, person: undefined } : (answer ?? {});
    return identity ? { token: identity, ...(person && { person }) } : undefined;
  } catch (error) {
    warn(error);
    return undefined;
  }
}

/** Whether a report that waited may be signed by whoever is logged in now. */
export function maySign(kept: { person?: string }, now: Identity, samePage: boolean): boolean {
  return kept.person === undefined || now.person === undefined ? samePage : kept.person === now.person;
}

/** The host's address as a voucher: on the page's own origin only, because the page's cookies go with it. */
export function voucherAt(address: string): Voucher | undefined {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) {
    warn(`data-wilco-identity has to be on ${location.origin}`);
    return undefined;
  }
  return async () => {
    let response = await signed(url, 'POST');
    if ([403, 404, 405].includes(response.status)) response = await signed(url, 'GET');
    return response.status === 200 ? (fromJson(await response.text()) as Answered) : null;
  };
}

function signed(url: URL, method: string): Promise<Response> {
  return ask(url.href, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { Accept: 'application/json' },
  });
}
