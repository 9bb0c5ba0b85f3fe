/** One attempt to hand a report over, with what is known of the person at this moment. */
import type { Api, Outcome } from './api';
import type { ReportBody } from './contract';
import type { Identity } from './identity';

export interface Attempt {
  outcome: Exclude<Outcome, { is: 'stranger' }>;
  /** The host's name for the person whose identity went with it. */
  person?: string;
  /** Somebody is logged in, and Wilco did not take the host's word for it: sent without. */
  doubted: boolean;
}

/**
 * A token that is not accepted is replaced once: it may have expired on the way. When the fresh one fails too, the report
 * goes without: a mistake in the host's signing must not lose it, and the person is told that we don't know them.
 */
export async function attempt(
  api: Pick<Api, 'report'>,
  body: ReportBody,
  identity: () => Promise<Identity | undefined>,
): Promise<Attempt> {
  let doubted = false;
  for (let tries = 0; tries < 2; tries++) {
    const who = await identity();
    if (!who) break;
    const outcome = await api.report({ ...body, identity: who.token });
    if (outcome.is !== 'stranger') return { outcome, doubted: false, ...(who.person && { person: who.person }) };
    doubted = true;
  }
  return { outcome: await unsigned(api, body), doubted };
}

async function unsigned(api: Pick<Api, 'report'>, body: ReportBody): Promise<Attempt['outcome']> {
  const outcome = await api.report(body);
  return outcome.is === 'stranger' ? { is: 'refused', reason: '' } : outcome;
}
