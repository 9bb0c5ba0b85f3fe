/** What can be added to a received report, wired to Wilco: words, an address, a picture. */
import type { Receipt } from './contract';
import { h } from './dom';
import { ask } from './native';
import type { Panel } from './panel';
import { warn } from './safely';
import type { Site } from './site';
import { themeNow } from './tag';
import type { upload } from './upload';
import { Done, More, Problem, TellMe } from './views/more';
import { type Language, words } from './words';

export function addTo(site: Site, panel: Panel, receipt: Receipt, language: Language): HTMLElement {
  const { reference } = receipt;
  return (
    <div class="stack gap">
      {!receipt.mailed && (
        <TellMe language={language} send={(email) => site.api.follow(reference, 'contact', { email })} />
      )}
      <More
        language={language}
        addWords={(text) => site.api.follow(reference, 'notes', { text })}
        addPicture={__SCREENSHOT__ ? (button) => addPicture(site, panel, reference, language, button) : undefined}
      />
    </div>
  );
}

interface Part {
  /** Null when the person would rather not. An error's message is for the person. */
  takeScreenshot(options: {
    hide: HTMLElement;
    root: ShadowRoot;
    language: Language;
    theme: 'light' | 'dark';
  }): Promise<Blob | null>;
  upload: typeof upload;
}

async function addPicture(
  site: Site,
  panel: Panel,
  reference: string,
  language: Language,
  button: HTMLElement,
): Promise<void> {
  if (panel.lent) return;
  const say = words[language];
  button.parentElement?.parentElement?.querySelector('.problem')?.remove();
  button.setAttribute('aria-disabled', 'true');
  panel.lent = true;
  try {
    const part = (await import(`${site.tag.origin}/widget/${__SCREENSHOT__}`)) as Part;
    const theme = themeNow(site.tag.theme);
    const picture = await part.takeScreenshot({ hide: panel.host, root: panel.root, language, theme });
    panel.lent = false;
    button.focus();
    if (picture) {
      panel.say(say.sending);
      if (!(await part.upload(ask, site.api.call, reference, picture))) throw new Error(say.pictureLost);
      button.replaceWith(<Done>{say.pictureTaken}</Done>);
    }
  } catch (error) {
    warn(error);
    button.parentElement?.after(<Problem>{say.pictureLost}</Problem>);
  } finally {
    panel.lent = false;
    button.removeAttribute('aria-disabled');
  }
}
