/** Lets a module import a style sheet as text, minified: a shadow root takes it from there. */
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

export const sheets = {
  name: 'sheets',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};
