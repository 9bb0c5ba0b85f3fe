import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, day, languageOf, nameOf, words } from '../src/words';

test('Russian counts by its own rules', () => {
  const said = [1, 2, 5, 11, 21, 22].map((n) => counted('ru', words.ru.people, n));
  assert.deepEqual(said, ['1 человек', '2 человека', '5 человек', '11 человек', '21 человек', '22 человека']);
});

test('English counts by its own', () => {
  assert.deepEqual([counted('en', words.en.people, 1), counted('en', words.en.people, 2)], ['1 person', '2 people']);
});

test('the first language that is asked for, English for what we don’t speak', () => {
  assert.equal(languageOf('ru', 'en'), 'ru');
  assert.equal(languageOf(undefined, '', 'ru-RU'), 'ru');
  assert.equal(languageOf(undefined, 'ar', 'ru'), 'en');
  assert.equal(languageOf(), 'en');
});

test('a time of today, else the day', () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  assert.equal(day('en', now - 2 * 3_600_000, now), '10:00');
  assert.equal(day('en', now - 3 * 86_400_000, now), '19 Nov');
  assert.equal(day('ru', now - 3 * 86_400_000, now), '19 нояб.');
  assert.equal(day('en', Number.NaN, now), '');
});

test('the team’s words come first, then ours, then the slug made readable', () => {
  const named = { name: { en: 'Bad price' } };
  assert.equal(nameOf('en', 'wrong-value', named), 'Bad price');
  assert.equal(nameOf('ru', 'wrong-value', named), 'Неверное значение');
  assert.equal(nameOf('ru', 'odd-smell', { name: { en: 'Odd smell' } }), 'Odd smell');
  assert.equal(nameOf('en', 'video-does-not-play', undefined), 'Video does not play');
});
