/** What goes over the wire, both ways; docs/openapi.json is the authority. */
import type { Language } from './words';

export type Named = { name: Partial<Record<Language, string>> };

/** The team's own words, from `GET /v1/widget/{product}`. */
export interface Catalogue {
  name: Named['name'];
  areas: Record<string, Named>;
  kinds: Record<string, Named>;
}

export type Status = 'received' | 'taken' | 'in_progress' | 'resolved' | 'declined' | 'reopened';

/** An open case of the area. `reference` goes back as a report's `joins`. */
export interface KnownProblem {
  reference: string;
  kind: string;
  here: boolean;
  status: Status;
  since: string;
  people: number;
}

export type Stage = 'investigating' | 'identified' | 'monitoring' | 'resolved';

/** An open outage of the area, which takes every report of it. */
export interface KnownOutage {
  stage: Stage;
  since: string;
  /** When there is more; in the past: it is late. */
  next_by: string | null;
  texts: Partial<Record<Language, string>>;
  status_pages: Partial<Record<Language, string>>;
}

/** Of an area, from `GET /v1/widget/{product}/known`. */
export interface Known {
  outage?: KnownOutage | null;
  known: KnownProblem[];
}

export interface TriggerFacts {
  area: string;
  kind: string;
  label?: string;
  element?: string;
}

/** The last errors of the console and failed requests; made by src/context, only when the host asked for it. */
export interface Context {
  console: { level: string; text: string; at: string }[];
  requests: { method: string; url: string; status: number; at: string }[];
}

/** A report without its `identity`: a token is never kept, so it is added when the report leaves. */
export interface ReportBody {
  key: string;
  product: string;
  trigger: TriggerFacts;
  place: { url: string; title?: string };
  client: Record<string, string>;
  joins?: string;
  context?: Context;
}

export interface Receipt {
  reference: string;
  tracking_url: string;
  message: string;
  /** The person was vouched for and gets mail. */
  mailed: boolean;
  /** Over a limit: taken, and looked at later. */
  queued: boolean;
  /** An outage that was over when the report came: the person is asked whether it is the same. */
  ended?: { ended_at: string } | null;
}

export interface Problem {
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}
