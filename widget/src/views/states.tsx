/** What has become of the report, said as it is. "Received" is drawn from a receipt and from nothing else. */
import type { Receipt } from '../contract';
import { h } from '../dom';
import { type Language, words } from '../words';
import { Icon } from './icons';

function State(props: {
  look: string;
  icon: 'turn' | 'tick' | 'clock' | 'stop';
  title: string;
  children?: unknown;
}): HTMLElement {
  return (
    <div class={`state ${props.look}`}>
      <span class="mark">
        <Icon name={props.icon} />
      </span>
      <div>
        <p class="title">{props.title}</p>
        {props.children as HTMLElement[]}
      </div>
    </div>
  );
}

export function Sending({ language }: { language: Language }): HTMLElement {
  return <State look="turn" icon="turn" title={words[language].sending} />;
}

export function Follow({ url, language }: { url: string; language: Language }): HTMLElement {
  const { follow, newTab } = words[language];
  return (
    <a class="follow" href={url} target="_blank" rel="noopener noreferrer">
      {follow}
      <span class="unseen"> ({newTab})</span>
    </a>
  );
}

export function Received(props: { receipt: Receipt; doubted: boolean; language: Language }): HTMLElement {
  const { received, queuedTitle, queued, doubted } = words[props.language];
  const { receipt } = props;
  return (
    <State look="good" icon="tick" title={receipt.queued ? queuedTitle : received}>
      <p class="soft">{receipt.queued ? queued : receipt.message}</p>
      {props.doubted && <p class="soft">{doubted}</p>}
      <Follow url={receipt.tracking_url} language={props.language} />
    </State>
  );
}

export function Saved({ kept, language }: { kept: boolean; language: Language }): HTMLElement {
  const { saved, savedWhy, savedHere, savedHereWhy } = words[language];
  return (
    <State look="warn" icon="clock" title={kept ? saved : savedHere}>
      <p class="soft">{kept ? savedWhy : savedHereWhy}</p>
    </State>
  );
}

export function Refused(props: { reason: string; language: Language; again: () => void }): HTMLElement {
  const { refused, refusedWhy, again } = words[props.language];
  return (
    <div class="stack">
      <State look="bad" icon="stop" title={refused}>
        <p class="soft">{props.reason || refusedWhy}</p>
      </State>
      <button type="button" onclick={props.again}>
        {again}
      </button>
    </div>
  );
}

export function OutOfReach(props: { language: Language; again: () => void }): HTMLElement {
  const { unreachable, unreachableWhy, tryAgain } = words[props.language];
  return (
    <div class="stack">
      <State look="warn" icon="clock" title={unreachable}>
        <p class="soft">{unreachableWhy}</p>
      </State>
      <button type="button" onclick={props.again}>
        {tryAgain}
      </button>
    </div>
  );
}
