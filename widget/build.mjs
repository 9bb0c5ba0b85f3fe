/**
 * What a browser loads, in dist/: the widget, one classic script that a page's tag names, and its parts, ES modules that
 * the widget asks for when they are needed. A part's name carries a hash of its contents, so that it can be cached for
 * ever, and is built into the widget.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { quietHtml2canvas } from './quiet_html2canvas.mjs';
import { sheets } from './sheets.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** What each part exports: all that these modules do. */
const PARTS = {
  screenshot: ['./src/screenshot/index.ts', './src/upload.ts'],
  context: ['./src/context/index.ts', './src/browser.ts', './src/outage/index.tsx'],
};
const files = {};
const names = {};

async function bundled(options) {
  const common = { bundle: true, minify: true, target: 'es2020', legalComments: 'none' };
  const { outputFiles } = await build({ ...common, ...options, write: false, plugins: [sheets, quietHtml2canvas] });
  return outputFiles[0].text;
}

for (const [part, modules] of Object.entries(PARTS)) {
  const contents = modules.map((module) => `export * from '${module}';`).join('');
  const code = modules.every((module) => existsSync(module))
    ? await bundled({ stdin: { contents, resolveDir: '.' }, format: 'esm', legalComments: 'eof' })
    : '';
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  names[part] = code && `${part}-${hash}.js`;
  if (code) files[names[part]] = code;
}

const widget = await bundled({
  entryPoints: ['src/index.ts'],
  format: 'iife',
  define: {
    __SCREENSHOT__: JSON.stringify(names.screenshot),
    __CONTEXT__: JSON.stringify(names.context),
    __VERSION__: JSON.stringify(version),
  },
});
// Terser takes out what esbuild leaves; ASCII, because a page in another encoding would read the file in its own.
const smaller = await minify(widget, {
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true },
  format: { ascii_only: true },
});
files['widget.js'] = smaller.code;

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
const sizes = {};
for (const [name, code] of Object.entries(files)) {
  writeFileSync(`dist/${name}`, code);
  sizes[name] = { bytes: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length };
}
writeFileSync('dist/sizes.json', `${JSON.stringify(sizes, null, 2)}\n`);
console.table(sizes);
