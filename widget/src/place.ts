/** Where the person is and with what: everything that the report knows without asking. */
import { scrubUrl } from './address';

const SHORT = 200;
const LONGEST_ADDRESS = 2000;

/** The API refuses longer texts, and a cut label is better than no report. */
export function short(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, SHORT);
}

export function addressOf(href: string): string {
  const address = scrubUrl(href);
  return address.length <= LONGEST_ADDRESS ? address : (address.split(/[?#]/)[0] as string).slice(0, LONGEST_ADDRESS);
}

export function placeNow(): { url: string; title?: string } {
  const title = short(document.title);
  return { url: addressOf(location.href), ...(title && { title }) };
}

interface AgentData {
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

export function clientNow(language: string, appVersion: string | undefined): Record<string, string> {
  const { userAgent, userAgentData } = navigator as Navigator & { userAgentData?: AgentData };
  const facts: Record<string, string | undefined> = {
    ...browserAndSystem(userAgent, userAgentData),
    app_version: appVersion,
    viewport: `${innerWidth}x${innerHeight} @${Math.round(devicePixelRatio * 100) / 100}`,
    locale: localeIn(language, navigator.language),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  return Object.fromEntries(
    Object.entries(facts)
      .map(([name, fact]) => [name, short(fact)])
      .filter(([, fact]) => fact),
  );
}

/** The receipt comes in the report's locale, so it has to be the language that the panel speaks. */
export function localeIn(language: string, browsers: string): string {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(browsers) && browsers.split('-')[0] === language ? browsers : language;
}
