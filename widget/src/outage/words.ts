/** What the panel says of an outage, in both languages, and its times as the person's own clock shows them. */
import type { Stage } from '../contract';
import type { Language } from '../words';

export interface Words {
  title: string;
  stages: Record<Stage, string>;
  since: string;
  next: string;
  late: string;
  meToo: string;
  statusPage: string;
  newTab: string;
  ended: string;
  yes: string;
  notNow: string;
}

export const WORDS: Record<Language, Words> = {
  en: {
    title: 'We know about a problem',
    stages: {
      investigating: 'Investigating',
      identified: 'Cause found',
      monitoring: 'Watching the fix',
      resolved: 'Solved',
    },
    since: 'since {}',
    next: 'Next update by {}',
    late: 'The next update is late by {}',
    meToo: 'Me too, tell me',
    statusPage: 'Status page',
    newTab: 'opens in a new tab',
    ended: 'There was a problem here that ended at {}. Is it the same?',
    yes: 'Yes, it is still there',
    notNow: 'That did not get through. Please try again.',
  },
  ru: {
    title: 'Мы знаем о проблеме',
    stages: {
      investigating: 'Разбираемся',
      identified: 'Причина найдена',
      monitoring: 'Исправили, наблюдаем',
      resolved: 'Решено',
    },
    since: 'с {}',
    next: 'Следующая новость не позднее {}',
    late: 'Новость опаздывает на {}',
    meToo: 'И у меня, сообщайте мне',
    statusPage: 'Страница состояния',
    newTab: 'откроется в новой вкладке',
    ended: 'Здесь была проблема, она закончилась: {}. Это она же?',
    yes: 'Да, она осталась',
    notNow: 'Не получилось отправить. Попробуйте, пожалуйста, ещё раз.',
  },
};

export function said(words: string, what: string): string {
  return words.replace('{}', what);
}

/** `14:05`, and the day before it where that is not today. */
export function clock(language: Language, at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...(!today && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
  return format.format(at);
}

/** `12 min`; from two hours on `3 hr`. */
export function span(language: Language, milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
  const [unit, count] = minutes < 120 ? ['minute', minutes] : ['hour', Math.floor(minutes / 60)];
  return new Intl.NumberFormat(language, { style: 'unit', unit: unit as string }).format(count as number);
}
