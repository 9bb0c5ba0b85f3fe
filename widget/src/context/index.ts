/** What Wilco knows by itself about where the person stands. */
export { type Described, describeElement } from './element';
export { type ConsoleLine, type Context, contextNow, type FailedRequest, startWatching } from './watch';
