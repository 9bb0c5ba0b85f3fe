/** What can be added to a received report, wired to Wilco: words, an address, a picture. */
import type { Receipt } from './contract';
import { h } from './dom';
import type { Panel } from './panel';
import { canTakePictures, loadPart, upload } from './picture';
import { warn } from './safely';
import type { Site } from './site';
import { themeNow } from './tag';
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
        addPicture={canTakePictures ? (button) => addPicture(site, panel, reference, language, button) : undefined}
      />
    </div>
  );
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
  const busy = (on: boolean) => button.setAttribute('aria-disabled', String(on));
  button.parentElement?.parentElement?.querySelector('.problem')?.remove();
  busy(true);
  panel.lent = true;
  try {
    const part = await loadPart(site.tag.origin);
    const theme = themeNow(site.tag.theme);
    const picture = await part.takeScreenshot({ hide: panel.host, root: panel.root, language, theme });
    panel.lent = false;
    button.focus();
    if (!picture) return busy(false);
    panel.say(say.sending);
    if (!(await upload(site.api, reference, picture))) throw new Error('the upload was not taken');
    button.replaceWith(<Done>{say.pictureTaken}</Done>);
  } catch (error) {
    warn(error);
    busy(false);
    button.parentElement?.after(<Problem>{say.pictureLost}</Problem>);
  } finally {
    panel.lent = false;
  }
}
