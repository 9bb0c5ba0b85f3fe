/** The browser's and the system's names, of what the browser says of itself. Part of the context. */

export interface AgentData {
  brands?: { brand: string; version: string }[];
  platform?: string;
}

const BROWSERS: [string, RegExp][] = [
  ['Edge', /Edg\w*\/([\d]+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Yandex', /YaBrowser\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/([\d.]+).*Safari/],
];
const SYSTEMS: [string, RegExp][] = [
  ['Android', /Android ?([\d.]*)/],
  ['iOS', /(?:iPhone|iPad).*? OS ([\d_]+)/],
  ['Windows', /Windows NT/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

function found(names: [string, RegExp][], agent: string): string {
  for (const [name, pattern] of names) {
    const match = pattern.exec(agent);
    if (match) return `${name} ${match[1]?.replace(/_/g, '.') ?? ''}`.trim();
  }
  return '';
}

/** `Chrome 126`, `Windows`: enough to try it in the same browser, too little to know the person by. */
export function browserAndSystem(agent: string, data?: AgentData): { browser: string; os: string } {
  return { browser: found(BROWSERS, agent), os: data?.platform || found(SYSTEMS, agent) };
}
