/** What the script tag runs: once on a page, whatever happens to it there. */
import { safely } from './safely';
import { readTag } from './tag';
import { start, type Wilco } from './widget';

safely(() => {
  const page = window as { Wilco?: Wilco };
  const tag = readTag(document);
  if (typeof page.Wilco?.open === 'function' || !tag) return;
  const begin = safely(() => {
    if (typeof page.Wilco?.open !== 'function') page.Wilco = start(tag);
  });
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
})();
