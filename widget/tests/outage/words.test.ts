import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, said, span, WORDS } from '../../src/outage/words';

const MINUTE = 60_000;
const now = new Date(2026, 10, 22, 14, 5).getTime();

test('both languages say everything, each in its own words', () => {
  const everything = (words: object): string[] =>
    Object.values(words).flatMap((one) => (typeof one === 'string' ? one : everything(one)));
  const [en, ru] = [everything(WORDS.en), everything(WORDS.ru)];
  assert.equal(en.length, ru.length);
  for (const [index, words] of ru.entries()) {
    assert.match(words, /[а-я]/i);
    assert.equal(words.includes('{}'), en[index]?.includes('{}'), words);
  }
});

test('a time of today, else with its day, by the person’s own clock', () => {
  assert.equal(clock('en', now - 65 * MINUTE, now), '13:00');
  assert.equal(clock('en', now + 10 * 60 * MINUTE, now), '23 Nov, 00:05');
  assert.equal(clock('ru', now + 10 * 60 * MINUTE, now), '23 нояб., 00:05');
});

test('how late it is: in minutes, then in whole hours', () => {
  assert.deepEqual(
    [0, 1, 12.9, 119, 120, 240].map((minutes) => span('en', minutes * MINUTE)),
    ['1 min', '1 min', '12 min', '119 min', '2 hr', '4 hr'],
  );
  assert.equal(span('ru', 12 * MINUTE), '12 мин');
  assert.equal(said(WORDS.ru.late, span('ru', 3 * 60 * MINUTE)), 'Новость опаздывает на 3 ч');
});
