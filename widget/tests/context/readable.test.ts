import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readable } from '../../src/context/readable';
import { Recent } from '../../src/context/recent';

test('what the console was given, in words', () => {
  assert.equal(readable(['no price for %s: %d %c!', 'tea', 0, 'color: red']), 'no price for tea: 0 !');
  assert.equal(
    readable([new TypeError('x is undefined'), 1, null, undefined]),
    'TypeError: x is undefined 1 null undefined',
  );
  assert.equal(readable(['100%', { password: 'hunter2' }, [1], () => 1]), '100% [Object] [Array] [function]');
  assert.equal(readable(['%s %%', Symbol('s')]), 'Symbol(s) %%');
  assert.equal(readable([]), '');
});

test('only the last ten are kept', () => {
  const recent = new Recent<number>();
  for (let i = 0; i < 25; i++) recent.add(i);
  assert.deepEqual(recent.all(), [15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
});
