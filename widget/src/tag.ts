/**
 * The script tag is the whole configuration: its address names the Wilco that serves it, its data attributes say the rest.
 */
import { type Language, languageOf } from './words';

export interface Tag {
  /** Where the API is: the origin that the script came from. */
  origin: string;
  product: string;
  /** At this moment: a single-page app may change the page's language. */
  language: () => Language;
  theme: 'light' | 'dark' | 'auto';
  identity?: string;
  appVersion?: string;
  /** The host lets console errors and failed requests go with a report. */
  watchErrors: boolean;
  /** The floating button: its area, `''` for the product's first, or no button. */
  fallback: string | undefined;
}

export function readTag(page: Document): Tag | undefined {
  const running = page.currentScript as HTMLScriptElement | null;
  const script = running?.dataset.wilcoProduct
    ? running
    : page.querySelector<HTMLScriptElement>('script[data-wilco-product]');
  const data = script?.dataset;
  if (!script || !data?.wilcoProduct) return undefined;
  const { wilcoTheme: theme, wilcoFallback: fallback = '' } = data;
  return {
    origin: new URL(script.src).origin,
    product: data.wilcoProduct,
    language: () => languageOf(data.wilcoLanguage, page.documentElement.lang, navigator.language),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    watchErrors: data.wilcoContext === 'errors',
    fallback: fallback === 'off' ? undefined : fallback,
    ...(data.wilcoIdentity && { identity: data.wilcoIdentity }),
    ...(data.wilcoAppVersion && { appVersion: data.wilcoAppVersion }),
  };
}

/** The theme at this moment; `auto` follows the person's system. */
export function themeNow(theme: Tag['theme']): 'light' | 'dark' {
  if (theme !== 'auto') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
