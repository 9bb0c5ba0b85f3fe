/**
 * The look, as constructed sheets: they need no `style-src` of the page's policy. Browsers without them get a `<style>`
 * element. `:host` is reset with `!important`, which wins over anything that the page says about our element.
 */
import css from './widget.css';

let sheet: CSSStyleSheet | undefined;

export function dress(root: ShadowRoot): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = css;
    root.append(style);
  }
}
