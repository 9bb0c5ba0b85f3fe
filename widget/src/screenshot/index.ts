/** A picture of what the person sees, for a report: drawn, blacked out, looked at, and sent only if they say so. */
import { drawViewport } from './draw';
import { edit } from './editor';
import { encode } from './encode';
import { STYLE } from './style';
import { type Language, WORDS } from './words';

export interface ScreenshotOptions {
  /** The widget's own host element, which is not in the picture. */
  hide: HTMLElement;
  /** Where the editor is shown. */
  root: ShadowRoot;
  language: Language;
  theme: 'light' | 'dark';
}

/**
 * WebP or JPEG of at most 3,000,000 bytes and 1600 pixels' width; null when the person would rather not. Throws an Error
 * whose message is for the person, in their language. The page is left as it was.
 */
export async function takeScreenshot(options: ScreenshotOptions): Promise<Blob | null> {
  const words = WORDS[options.language];
  const sheet = new CSSStyleSheet();
  const frame = document.createElement('div');
  frame.className = 'wilco-frame';
  try {
    sheet.replaceSync(STYLE);
    options.root.adoptedStyleSheets = [...options.root.adoptedStyleSheets, sheet];
    options.root.append(frame);
    const picture = await drawViewport(options.hide, frame);
    const edited = await edit(picture, { ...options, words });
    return edited && (await encode(edited));
  } catch (error) {
    throw Object.assign(new Error(words.failed), { cause: error });
  } finally {
    frame.remove();
    options.root.adoptedStyleSheets = options.root.adoptedStyleSheets.filter((one) => one !== sheet);
  }
}
