import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMeaningful, isStable } from '../../src/context/names';

test('a name that somebody gave is stable', () => {
  for (const name of ['prices', 'order-table', 'main_nav', 'searchBox', 'col2-price', 'userAccountSettings', 'html'])
    assert.ok(isStable(name), name);
});

test('a name that a program made, or a row has, is not', () => {
  for (const name of [
    ':r5:',
    'ember1234',
    'order-62342',
    'row_7',
    'a1b2c3d4',
    'mui-123',
    '42',
    '',
    'x'.repeat(60),
    'price_x7Gq2',
    'kYbTnR',
  ])
    assert.ok(!isStable(name), name);
});

test('classes of a look or a build mean nothing', () => {
  for (const name of ['price', 'order-row', 'checkout', 'card__title']) assert.ok(isMeaningful(name), name);
  for (const name of [
    'css-1x2y3z',
    'mt-4',
    'flex',
    'sc-bdVaJa',
    'active',
    'text-red-500',
    '_1hDk3',
    'Price_cell__a8Xq2',
    'md:flex',
  ])
    assert.ok(!isMeaningful(name), name);
});
