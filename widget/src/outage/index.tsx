/**
 * What the panel shows in an outage, before the person chooses anything, and what it asks after one. It comes with the
 * part that is loaded when a hand comes near a trigger, so that it is there with the panel, and costs no request more.
 */
import type { Api } from '../api';
import type { Catalogue, KnownOutage, Receipt } from '../contract';
import { h } from '../dom';
import { Icon } from '../views/icons';
import type { Language } from '../words';
import { clock, said, span, WORDS } from './words';

/** The kind of a report that says only *me too*, where the product has it; else its first. */
const ELSE = 'something-else';

/** The view, and the same to be read out. */
export interface Shown {
  view: HTMLElement;
  said: string;
}

/** Nothing where there is none. `send` makes a report of a kind, of which the outage takes each. */
export function outageNow(
  outage: KnownOutage | null | undefined,
  catalogue: Catalogue | undefined,
  kinds: string[],
  language: Language,
  send: (kind: string) => void,
): Shown | undefined {
  if (!outage) return undefined;
  const now = Date.now();
  const kind = catalogue?.kinds[ELSE] ? ELSE : (kinds[0] as string);
  const say = WORDS[language];
  const text = outage.texts[language] ?? Object.values(outage.texts)[0] ?? '';
  const page = outage.status_pages[language];
  const due = outage.next_by ? dueOf(Date.parse(outage.next_by), now, language) : undefined;
  const view = (
    <div class="known" role="group" aria-labelledby="outage">
      <div class="state warn">
        <span class="mark">
          <Icon name="stop" />
        </span>
        <div>
          <p class="title" id="outage">
            {say.title}
          </p>
          <p class="soft">
            {say.stages[outage.stage]} · {said(say.since, clock(language, Date.parse(outage.since), now))}
          </p>
        </div>
      </div>
      {text.split(/\n+/).map((line) => (
        <p>{line}</p>
      ))}
      {due && <p class={due.late ? 'problem' : 'soft'}>{due.said}</p>}
      <button type="button" class="main" aria-describedby="outage" onclick={() => send(kind)}>
        {say.meToo}
      </button>
      {page && (
        <a class="follow" href={page} target="_blank" rel="noopener noreferrer">
          {say.statusPage}
          <span class="unseen"> ({say.newTab})</span>
        </a>
      )}
    </div>
  );
  return {
    view,
    said: [`${say.title}: ${say.stages[outage.stage]}.`, text, due?.said].filter(Boolean).join(' '),
  };
}

function dueOf(next: number, now: number, language: Language): { late: boolean; said: string } {
  const { late, next: by } = WORDS[language];
  if (next < now) return { late: true, said: said(late, span(language, now - next)) };
  return { late: false, said: said(by, clock(language, next, now)) };
}

/** After an outage; a yes becomes a line of thanks. */
export function askSame(receipt: Receipt, language: Language, follow: Api['follow']): HTMLElement | undefined {
  if (!receipt.ended) return undefined;
  const say = WORDS[language];
  const at = clock(language, Date.parse(receipt.ended.ended_at), Date.now());
  const problem = (<p class="problem" role="alert" hidden />) as HTMLElement;
  const press = async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    problem.hidden = true;
    const answer = await follow(receipt.reference, 'same', {});
    button.removeAttribute('aria-disabled');
    if (!answer.taken) {
      problem.hidden = false;
      problem.textContent = answer.reason || say.notNow;
      return;
    }
    const thanks = (
      <p class="done" role="status" tabindex="-1">
        {answer.message}
      </p>
    );
    asked.replaceChildren(thanks);
    thanks.focus();
  };
  const button = (
    <button type="button" aria-describedby="same" onclick={press}>
      {say.yes}
    </button>
  );
  const asked = (
    <div class="known" role="group" aria-labelledby="same">
      <p id="same">{said(say.ended, at)}</p>
      {button}
      {problem}
    </div>
  );
  return asked;
}
