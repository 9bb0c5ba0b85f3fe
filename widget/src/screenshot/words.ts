/** What the editor says, in both languages. */

export type Language = 'en' | 'ru';

export interface Words {
  title: string;
  hint: string;
  picture: string;
  keys: string;
  undo: string;
  send: string;
  cancel: string;
  first: string;
  empty: string;
  undone: string;
  failed: string;
  crosshair(left: number, top: number): string;
  covered(count: number): string;
}

const en: Words = {
  title: 'Hide what we should not see',
  hint: 'Drag over it, or click two opposite corners. Form fields and private parts are black already.',
  picture: 'Picture of the page',
  keys: 'Arrow keys move the crosshair, with Shift by one step. Enter sets a corner; two corners make a black area.',
  undo: 'Undo',
  send: 'Send this picture',
  cancel: 'Cancel',
  first: 'First corner set. Choose the opposite corner.',
  empty: 'That area is empty. Choose another corner.',
  undone: 'Undone.',
  failed: 'The picture could not be taken. Your report is safe.',
  crosshair: (left, top) => `${left} % from the left, ${top} % from the top`,
  covered: (count) => `Blacked out. Areas of yours: ${count}.`,
};

const ru: Words = {
  title: 'Закройте то, что нам видеть не нужно',
  hint: 'Обведите это или щёлкните по двум противоположным углам. Поля форм и то, что страница считает личным, уже закрыты.',
  picture: 'Снимок страницы',
  keys: 'Стрелки двигают перекрестие, с Shift — на один шаг. Enter ставит угол; два угла дают чёрную область.',
  undo: 'Отменить последнее',
  send: 'Отправить снимок',
  cancel: 'Не отправлять',
  first: 'Первый угол поставлен. Выберите противоположный.',
  empty: 'Эта область пуста. Выберите другой угол.',
  undone: 'Отменено.',
  failed: 'Сделать снимок не получилось. Ваше сообщение в сохранности.',
  crosshair: (left, top) => `${left} % слева, ${top} % сверху`,
  covered: (count) => `Закрыто. Ваших областей: ${count}.`,
};

export const WORDS: Record<Language, Words> = { en, ru };
