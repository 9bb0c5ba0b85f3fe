/**
 * Whatever goes wrong in here stays in here: the host page never sees an exception or a rejected promise of ours. Every
 * listener, timer and entry of the API is wrapped. A developer finds the reason in the console, as a warning.
 */
type Work<Args extends unknown[]> = (...args: Args) => unknown;

export function safely<Args extends unknown[]>(work: Work<Args>): (...args: Args) => void {
  return (...args) => {
    try {
      const result = work(...args);
      if (result instanceof Promise) result.catch(warn);
    } catch (error) {
      warn(error);
    }
  };
}

export function warn(error: unknown): void {
  try {
    console.warn('Wilco:', error);
  } catch {
    // A console that throws is the host's business.
  }
}
