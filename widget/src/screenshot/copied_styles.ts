/**
 * The page's own style elements, in the copy that the picture is drawn from. A strict policy forbids style elements
 * there; a constructed stylesheet is none.
 */

/** html2canvas copies pseudo-elements as elements; the pseudo-elements themselves must not be painted a second time. */
const PSEUDO = ['before', 'after']
  .map((end) => `.___html2canvas___pseudoelement_${end}:${end}{content:"" !important;display:none !important}`)
  .join('');

/** How long a linked stylesheet and a font may take, though the page has just had them. */
const PATIENCE_MS = 4000;

/** Linked stylesheets come with their links, or are adopted too when they do not come. */
export async function adoptStyles(page: Document, copy: Document): Promise<void> {
  const view = copy.defaultView as (Window & typeof globalThis) | null;
  if (!view) return;
  const loaded = new Set([...page.styleSheets].map((sheet) => sheet.href));
  const links = [...copy.querySelectorAll<HTMLLinkElement>('link[rel~=stylesheet]')].filter((one) =>
    loaded.has(one.href),
  );
  await inPatience(Promise.all(links.map(arrived)));
  const come = new Set(links.filter((link) => link.sheet).map((link) => link.href));
  copy.adoptedStyleSheets = [...page.styleSheets, ...page.adoptedStyleSheets]
    .filter((sheet) => !sheet.disabled && !(sheet.href && come.has(sheet.href)))
    .map((sheet) => ({ text: wrapped(sheet), baseURL: sheet.href ?? page.baseURI }))
    .concat({ text: PSEUDO, baseURL: page.baseURI })
    .map(({ text, baseURL }) => {
      const sheet = new view.CSSStyleSheet({ baseURL });
      sheet.replaceSync(text);
      return sheet;
    });
  copy.body.getBoundingClientRect(); // the layout asks for the fonts
  await inPatience(copy.fonts.ready);
}

function arrived(link: HTMLLinkElement): Promise<unknown> | undefined {
  if (link.sheet) return undefined;
  return new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
  });
}

function inPatience(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

function wrapped(sheet: CSSStyleSheet): string {
  const media = sheet.media.mediaText;
  return media ? `@media ${media}{${textOf(sheet)}}` : textOf(sheet);
}

/** With what it imports in place, since a constructed stylesheet must not import. */
function textOf(sheet: CSSStyleSheet): string {
  try {
    return [...sheet.cssRules].map(textOfRule).join('\n');
  } catch {
    return ''; // another origin's, which may not be read
  }
}

function textOfRule(rule: CSSRule): string {
  const imported = rule as CSSImportRule;
  return imported.styleSheet ? wrapped(imported.styleSheet) : rule.cssText;
}
