import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spotBeside } from '../src/position';

const window = { width: 1000, height: 800 };
const panel = { width: 360, height: 300 };
const at = (left: number, top: number) => ({ left, top, width: 40, height: 20 });

test('below the trigger, their left edges in line', () => {
  assert.deepEqual(spotBeside(at(100, 100), panel, window, false), {
    side: 'below',
    left: 100,
    top: 128,
    maxHeight: 664,
  });
});

test('their right edges where the page runs from right to left', () => {
  assert.equal(spotBeside(at(600, 100), panel, window, true).left, 280);
});

test('inside the window at its right edge', () => {
  assert.equal(spotBeside(at(950, 100), panel, window, false).left, 632);
});

test('above a trigger at the bottom, held by its lower edge', () => {
  const { side, bottom, top } = spotBeside(at(100, 750), panel, window, false);
  assert.deepEqual([side, bottom, top], ['above', 58, undefined]);
});

test('at the side when neither below nor above has room', () => {
  const { side, left, top } = spotBeside(at(100, 300), { width: 360, height: 600 }, window, false);
  assert.deepEqual([side, left, top], ['after', 148, 192]);
});

test('stays on its side when its content shrinks', () => {
  assert.equal(spotBeside(at(100, 300), panel, window, false, 'after').side, 'after');
});

test('stays in sight when the trigger has been scrolled away', () => {
  const { top } = spotBeside(at(100, -900), panel, window, false);
  assert.equal(top, 8);
});

test('takes what room there is in a small window', () => {
  const spot = spotBeside(at(10, 100), { width: 300, height: 900 }, { width: 320, height: 256 }, false);
  assert.ok(spot.maxHeight >= 100 && (spot.top ?? 0) + spot.maxHeight <= 256);
});
