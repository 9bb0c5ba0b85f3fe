import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WORDS } from '../../src/screenshot/words';

test('both languages say everything, each in its own words', () => {
  for (const [name, words] of Object.entries(WORDS.en)) {
    const other = WORDS.ru[name as keyof typeof WORDS.ru];
    if (typeof words === 'string') assert.match(String(other), /[а-я]/i, name);
  }
  assert.equal(WORDS.en.crosshair(5, 95), '5 % from the left, 95 % from the top');
  assert.match(WORDS.ru.covered(2), /2/);
});
