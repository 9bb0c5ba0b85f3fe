/** A line in the corner about a report that left later, or whose panel was closed meanwhile. It stays until it is closed. */
import { h } from './dom';
import { after } from './native';
import type { Settled } from './outbox';
import { safely } from './safely';
import { type Island, island } from './shadow';
import type { Tag } from './tag';
import { themeNow } from './tag';
import { Icon } from './views/icons';
import { Follow } from './views/states';
import { words } from './words';

let shown: Island | undefined;

/** `later`: it had been saved, and the person may have forgotten it. */
export function tell(tag: Tag, { outcome, kept }: Settled, later: boolean): void {
  const language = tag.language();
  const say = words[language];
  const text =
    outcome.is === 'received'
      ? later
        ? say.sentLater
        : `${say.received}. ${outcome.receipt.message}`
      : outcome.is === 'refused'
        ? `${later ? say.refusedLater : `${say.refused}.`} ${outcome.reason}`
        : kept
          ? `${say.saved}. ${say.savedWhy}`
          : `${say.savedHere}. ${say.savedHereWhy}`;
  shown?.remove();
  const here = island('wilco-message');
  const words_ = <div role="status" />;
  here.root.append(
    <div
      class="message"
      lang={language}
      dir={getComputedStyle(document.documentElement).direction}
      data-theme={themeNow(tag.theme)}
    >
      {words_}
      <button type="button" class="icon" aria-label={say.close} onclick={() => here.remove()}>
        <Icon name="close" />
      </button>
    </div>,
  );
  here.show(document.body);
  shown = here;
  // A status is read out when it changes, so it has to be there before its words.
  after(
    safely(() => {
      words_.append(<p>{text.trim()}</p>);
      if (outcome.is === 'received') words_.append(<Follow url={outcome.receipt.tracking_url} language={language} />);
    }),
    100,
  );
}
