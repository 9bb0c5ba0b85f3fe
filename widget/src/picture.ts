/** A screenshot on one more click. What takes and edits it is a part of its own, loaded when somebody asks for it. */
import type { Api } from './api';
import { after, ask, forget } from './native';

interface Part {
  takeScreenshot(options: {
    hide: HTMLElement;
    root: ShadowRoot;
    language: 'en' | 'ru';
    theme: 'light' | 'dark';
  }): Promise<Blob | null>;
}

/** Milliseconds: a picture is up to 3 MB, over a phone's network. */
const UPLOAD_TIMEOUT = 60_000;

export const canTakePictures = __SCREENSHOT__ !== '';

export function loadPart(origin: string): Promise<Part> {
  return import(`${origin}/widget/${__SCREENSHOT__}`) as Promise<Part>;
}

/** Straight to the bucket, by the form that Wilco signs for this one upload. True when the bucket has it. */
export async function upload(api: Pick<Api, 'call'>, reference: string, picture: Blob): Promise<boolean> {
  const permit = await api.call(`/v1/reports/${encodeURIComponent(reference)}/screenshots`, {
    content_type: picture.type,
  });
  if (permit?.status !== 201) return false;
  const { url, fields, max_bytes } = permit.body as { url: string; fields: Record<string, string>; max_bytes: number };
  if (picture.size > max_bytes) return false;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', picture);
  const stop = new AbortController();
  const timer = after(() => stop.abort(), UPLOAD_TIMEOUT);
  try {
    return (await ask(url, { method: 'POST', body: form, credentials: 'omit', signal: stop.signal })).ok;
  } catch {
    return false;
  } finally {
    forget(timer);
  }
}
