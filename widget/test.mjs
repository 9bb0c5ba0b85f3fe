/** Runs the unit tests: each is bundled as the widget is, then given to Node's own test runner. */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { sheets } from './sheets.mjs';

const tests = readdirSync('tests', { recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `tests/${name}`);
rmSync('.test', { recursive: true, force: true });
await build({
  entryPoints: tests,
  outdir: '.test',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  plugins: [sheets],
  jsxFactory: 'h',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  define: { __SCREENSHOT__: '""', __CONTEXT__: '""', __VERSION__: '"test"' },
});
const built = readdirSync('.test', { recursive: true })
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => `.test/${name}`);
process.exit(spawnSync(process.execPath, ['--test', ...built], { stdio: 'inherit' }).status ?? 1);
