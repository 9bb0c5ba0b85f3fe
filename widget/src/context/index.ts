/** What Wilco knows by itself about where the person stands. */
export { type Described, describeElement } from './element';
export { REMOVED, scrub, scrubUrl } from './scrub';
export { type ConsoleLine, type Context, contextNow, type FailedRequest, plainFetch, startWatching } from './watch';
