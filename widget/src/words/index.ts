/** What the widget says, in the page's language. Counts and times follow the browser's own rules (Intl). */
import type { Named } from '../contract';
import { en } from './en';
import { ru } from './ru';

export type Language = 'en' | 'ru';
type Counted = { one: string; few?: string; many?: string; other: string };
type Same<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends { other: string } ? Counted : T[K] };
export type Words = Same<typeof en>;

export const words: Record<Language, Words> = { en, ru };

/** The first that we speak: what the tag asks for, what the page says it is in, what the browser prefers; or English. */
export function languageOf(...wishes: (string | null | undefined)[]): Language {
  const wish = wishes.find((one) => one)?.toLowerCase() ?? '';
  return wish.split(/[-_]/)[0] === 'ru' ? 'ru' : 'en';
}

export function counted(language: Language, forms: Counted, n: number): string {
  const form = new Intl.PluralRules(language).select(n) as keyof Counted;
  return (forms[form] ?? forms.other).replace('{n}', new Intl.NumberFormat(language).format(n));
}

/** A time of today, or a day: `14:05`, `20 Nov`. */
export function day(language: Language, then: number, now: number): string {
  if (!Number.isFinite(then)) return '';
  const today = new Date(then).toDateString() === new Date(now).toDateString();
  const parts: Intl.DateTimeFormatOptions = today
    ? { hour: '2-digit', minute: '2-digit' }
    : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, parts).format(then);
}

/** The team's word for an area or a kind; ours for the common kinds; otherwise the slug, made readable. */
export function nameOf(language: Language, slug: string, named: Named | undefined): string {
  const name = named?.name;
  return name?.[language] ?? words[language].kinds[slug] ?? name?.en ?? Object.values(name ?? {})[0] ?? readable(slug);
}

function readable(slug: string): string {
  const text = slug.replace(/[-_]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
