import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between, isEmpty, scaled, scaleFor, toPicture } from '../../src/screenshot/geometry';
import { Marks } from '../../src/screenshot/marks';

const picture = { width: 1000, height: 500 };

test('a point of the screen is a pixel of the picture, the nearest one from outside', () => {
  const shown = { left: 100, top: 50, width: 500, height: 250 };
  assert.deepEqual(toPicture({ x: 100, y: 50 }, shown, picture), { x: 0, y: 0 });
  assert.deepEqual(toPicture({ x: 350, y: 175 }, shown, picture), { x: 500, y: 250 });
  assert.deepEqual(toPicture({ x: 9999, y: -9 }, shown, picture), { x: 1000, y: 0 });
  assert.deepEqual(toPicture({ x: 5, y: 5 }, { left: 0, top: 0, width: 0, height: 0 }, picture), { x: 1000, y: 500 });
});

test('two corners in any order make the whole pixels between them', () => {
  const box = { left: 10, top: 20, width: 21, height: 21 };
  assert.deepEqual(between({ x: 10.7, y: 20.2 }, { x: 30.1, y: 40.9 }, picture), box);
  assert.deepEqual(between({ x: 30.1, y: 40.9 }, { x: 10.7, y: 20.2 }, picture), box);
  assert.deepEqual(between({ x: 30.1, y: 20.2 }, { x: 10.7, y: 40.9 }, picture), box);
  assert.deepEqual(between({ x: -50, y: -50 }, { x: 5000, y: 5000 }, picture), { left: 0, top: 0, ...picture });
  assert.ok(isEmpty(between({ x: 5, y: 5 }, { x: 5, y: 90 }, picture)));
});

test('a box of the screen covers every pixel that it touches, and one more', () => {
  for (const scale of [0.5, 1, 1.25, 2, 1600 / 1919]) {
    const box = { left: 33.3, top: 44.4, width: 20.2, height: 10.1 };
    const black = scaled(box, scale, picture);
    assert.ok(black.left <= box.left * scale - 1 && black.top <= box.top * scale - 1);
    assert.ok(black.left + black.width >= (box.left + box.width) * scale + 1);
    assert.ok(black.top + black.height >= (box.top + box.height) * scale + 1);
  }
  assert.ok(isEmpty(scaled({ left: -100, top: 0, width: 50, height: 50 }, 1, picture)));
});

test('the picture has the screen’s density, and is no wider than asked', () => {
  assert.equal(scaleFor({ width: 390, height: 800 }, 3, 1600), 3);
  assert.equal(scaleFor({ width: 1280, height: 800 }, 2, 1600), 1.25);
  assert.equal(scaleFor({ width: 3200, height: 800 }, 1, 1600), 0.5);
});

test('corners make areas, and the last thing done is undone', () => {
  const marks = new Marks(picture);
  assert.ok(marks.isUntouched && !marks.undo());
  assert.equal(marks.corner({ x: 10, y: 10 }), 'first');
  assert.equal(marks.corner({ x: 10, y: 90 }), 'empty');
  assert.equal(marks.corner({ x: 20, y: 30 }), 'covered');
  assert.deepEqual(marks.boxes, [{ left: 10, top: 10, width: 10, height: 20 }]);
  assert.equal(marks.corner({ x: 1, y: 1 }), 'first');
  assert.ok(marks.undo());
  assert.equal(marks.first, undefined);
  assert.equal(marks.boxes.length, 1);
  assert.ok(marks.undo());
  assert.ok(marks.isUntouched);
});
