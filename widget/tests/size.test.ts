import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the widget is under 15 KB gzipped', () => {
  const sizes = JSON.parse(readFileSync('dist/sizes.json', 'utf8'));
  assert.ok(sizes['widget.js'].gzipped < 15_000, `it has ${sizes['widget.js'].gzipped} bytes`);
});
