/**
 * Two files for a browser, in dist/: the widget, one classic script that a page's tag loads, and the screenshot part, an
 * ES module that the widget asks for when somebody wants one. The module's name carries a hash of its contents, so that
 * it can be cached for ever, and is built into the widget.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const common = { bundle: true, minify: true, target: 'es2020', write: false, charset: 'utf8', legalComments: 'none' };

async function bundled(options) {
  const { outputFiles } = await build({ ...common, ...options });
  return outputFiles[0].contents;
}

function named(contents) {
  return `screenshot-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}.js`;
}

const files = {};
const screenshot = 'src/screenshot/index.ts';
const part = existsSync(screenshot) ? await bundled({ entryPoints: [screenshot], format: 'esm' }) : undefined;
const partName = part ? named(part) : '';
if (part) files[partName] = part;
files['widget.js'] = await bundled({
  entryPoints: ['src/index.ts'],
  format: 'iife',
  define: { __SCREENSHOT__: JSON.stringify(partName), __VERSION__: JSON.stringify(version) },
});

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
const sizes = {};
for (const [name, contents] of Object.entries(files)) {
  writeFileSync(`dist/${name}`, contents);
  sizes[name] = { bytes: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
writeFileSync('dist/sizes.json', `${JSON.stringify(sizes, null, 2)}\n`);
console.table(sizes);
