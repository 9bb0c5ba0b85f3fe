/** Lines in the corner about reports that left later, or whose panel was closed meanwhile. They stay until closed. */
import { h } from './dom';
import { after } from './native';
import type { Settled } from './outbox';
import { safely } from './safely';
import { island } from './shadow';
import { type Tag, themeNow } from './tag';
import { Icon } from './views/icons';
import { Follow } from './views/states';
import { type Language, words } from './words';

/** Where the lines go, while it is on the page: a second report's news must not take away the first's. */
let lines: HTMLElement | undefined;

/** `later`: it had been saved, and the person may have forgotten it. */
export function tell(tag: Tag, settled: Settled, later: boolean): void {
  const language = tag.language();
  if (!lines?.isConnected) lines = openBox(tag, language);
  const place = lines;
  const { outcome } = settled;
  // A status is read out when it changes, so it has to be there before its words.
  const speak = () => {
    place.append(<p>{textOf(settled, later, language)}</p>);
    if (outcome.is === 'received') place.append(<Follow url={outcome.receipt.tracking_url} language={language} />);
  };
  after(safely(speak), 100);
}

function openBox(tag: Tag, language: Language): HTMLElement {
  const { root, show, remove } = island('wilco-message');
  const status = <div role="status" />;
  root.append(
    <div
      class="message"
      lang={language}
      dir={getComputedStyle(document.documentElement).direction}
      data-theme={themeNow(tag.theme)}
    >
      {status}
      <button type="button" class="icon" aria-label={words[language].close} onclick={remove}>
        <Icon name="close" />
      </button>
    </div>,
  );
  show(document.body);
  return status;
}

function textOf({ outcome, kept }: Settled, later: boolean, language: Language): string {
  const say = words[language];
  if (outcome.is === 'received') return later ? say.sentLater : `${say.received}. ${outcome.receipt.message}`;
  if (outcome.is === 'refused') return `${later ? say.refusedLater : `${say.refused}.`} ${outcome.reason}`;
  return kept ? `${say.saved}. ${say.savedWhy}` : `${say.savedHere}. ${say.savedHereWhy}`;
}
