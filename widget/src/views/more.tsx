/** What a person may add to a received report, none of it needed: an address, words, a picture. */
import type { Followed } from '../api';
import { h } from '../dom';
import { type Language, words } from '../words';
import { Icon } from './icons';

interface FieldProps {
  label: string;
  field: HTMLInputElement | HTMLTextAreaElement;
  action: string;
  language: Language;
  /** Empty when the field may be sent as it is. */
  objection: (value: string) => string;
  send: (value: string) => Promise<Followed>;
  thanks: string;
}

/** A form of one field that becomes a line of thanks when it was taken, and keeps what was typed until then. */
function Field(props: FieldProps): HTMLElement {
  const { field } = props;
  const problem = (<p class="problem" id={`${field.id}-problem`} role="alert" hidden />) as HTMLElement;
  const button = (<button type="submit">{props.action}</button>) as HTMLElement;
  const object = (text: string) => {
    problem.textContent = text;
    problem.hidden = !text;
    field.setAttribute('aria-invalid', String(!!text));
    if (text) field.focus();
  };
  field.setAttribute('aria-describedby', problem.id);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    const value = field.value.trim();
    object(value ? props.objection(value) : '');
    if (!value || !problem.hidden) return field.focus();
    button.setAttribute('aria-disabled', 'true');
    const answer = await props.send(value);
    button.removeAttribute('aria-disabled');
    if (!answer.taken) return object(answer.reason || words[props.language].notNow);
    const thanks = <Done>{answer.message || props.thanks}</Done>;
    form.replaceWith(thanks);
    thanks.focus();
  };
  const form = (
    <form novalidate onsubmit={submit}>
      <label for={field.id}>{props.label}</label>
      {field instanceof HTMLInputElement ? (
        <div class="field">
          {field}
          {button}
        </div>
      ) : (
        [field, button]
      )}
      {problem}
    </form>
  );
  return form;
}

/** What went wrong with an addition; the report itself is safe. */
export function Problem({ children }: { children?: unknown }): HTMLElement {
  return (
    <p class="problem" role="alert">
      {children as HTMLElement[]}
    </p>
  );
}

export function Done({ children }: { children?: unknown }): HTMLElement {
  return (
    <p class="done" role="status" tabindex="-1">
      {children as HTMLElement[]}
    </p>
  );
}

export function TellMe(props: { language: Language; send: (email: string) => Promise<Followed> }): HTMLElement {
  const say = words[props.language];
  const field = <input id="email" type="email" autocomplete="email" maxlength="254" placeholder={say.email} />;
  return Field({
    ...props,
    label: say.tellMe,
    field: field as HTMLInputElement,
    action: say.send,
    objection: (email) => (/^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$/.test(email) ? '' : say.emailWrong),
    thanks: say.emailTaken,
  });
}

/** Two quiet buttons; words open a field in their place. */
export function More(props: {
  language: Language;
  addWords: (text: string) => Promise<Followed>;
  /** Not there when this build has no screenshot part. */
  addPicture: ((button: HTMLElement) => void) | undefined;
}): HTMLElement {
  const say = words[props.language];
  const openWords = () => {
    const field = (<textarea id="words" maxlength="2000" />) as HTMLTextAreaElement;
    const form = Field({
      label: say.yourWords,
      field,
      action: say.send,
      language: props.language,
      objection: () => '',
      send: props.addWords,
      thanks: say.wordsTaken,
    });
    (wordsButton as HTMLElement).remove();
    more.append(form);
    field.focus();
  };
  const wordsButton = (
    <button type="button" class="with-icon" onclick={openWords}>
      <Icon name="words" />
      {say.addWords}
    </button>
  );
  const { addPicture } = props;
  const more = (
    <div class="stack">
      <div class="row">
        {wordsButton}
        {addPicture && (
          <button
            type="button"
            class="with-icon"
            onclick={(event: Event) => addPicture(event.currentTarget as HTMLElement)}
          >
            <Icon name="picture" />
            {say.addPicture}
          </button>
        )}
      </div>
    </div>
  );
  return more;
}
