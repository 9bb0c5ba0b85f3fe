/** How a picture leaves: straight to the bucket, by a form that Wilco signs for this one upload. */
import type { Answer } from './api';
import { after, forget } from './native';

/** Milliseconds: a picture is up to 3 MB, over a phone's network. */
const TIMEOUT = 60_000;

type Ask = typeof fetch;
type Call = (path: string, body: object) => Promise<Answer | undefined>;

/** True when the bucket has it. `ask` is the browser's own fetch, taken before anything of the page's or ours wrapped it. */
export async function upload(ask: Ask, call: Call, reference: string, picture: Blob): Promise<boolean> {
  const path = `/v1/reports/${encodeURIComponent(reference)}/screenshots`;
  const permit = await call(path, { content_type: picture.type });
  if (permit?.status !== 201) return false;
  const { url, fields, max_bytes } = permit.body as { url: string; fields: Record<string, string>; max_bytes: number };
  if (picture.size > max_bytes) return false;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', picture);
  const stop = new AbortController();
  const timer = after(() => stop.abort(), TIMEOUT);
  try {
    return (await ask(url, { method: 'POST', body: form, credentials: 'omit', signal: stop.signal })).ok;
  } catch {
    return false;
  } finally {
    forget(timer);
  }
}
