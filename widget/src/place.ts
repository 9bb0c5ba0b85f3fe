/** Where the person is and with what: everything that the report knows without asking. */
import { scrubUrl } from './address';
import { short } from './short';
import { browserNow } from './surroundings';

const LONGEST_ADDRESS = 2000;

export function addressOf(href: string): string {
  const address = scrubUrl(href);
  return address.length <= LONGEST_ADDRESS ? address : (address.split(/[?#]/)[0] as string).slice(0, LONGEST_ADDRESS);
}

export function placeNow(): { url: string; title?: string } {
  const title = short(document.title);
  return { url: addressOf(location.href), ...(title && { title }) };
}

export function clientNow(language: string, appVersion: string | undefined): Record<string, string> {
  const facts: Record<string, string | undefined> = {
    ...browserNow(),
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
