/** What `console.error` was given, in words. Objects are only named: they may hold anybody's data. */

/** With `%s` and its like filled in as the console does. */
export function readable(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(inWords).join(' ');
  const filled = first.replace(/%[sdifoOc%]/g, (mark) => {
    if (mark === '%%' || rest.length === 0) return mark;
    const value = rest.shift();
    return mark === '%c' ? '' : inWords(value);
  });
  return [filled, ...rest.map(inWords)].join(' ');
}

function inWords(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) return `[${value.constructor?.name ?? 'object'}]`;
  return typeof value === 'function' ? '[function]' : String(value);
}
