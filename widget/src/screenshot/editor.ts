/** The dialog in which the person looks at the picture, blacks out more, and sends it or not. */
import { paintBlack } from './draw';
import { Marks } from './marks';
import { Pointing } from './pointing';
import { Surface } from './surface';
import type { Words } from './words';

export interface EditorOptions {
  root: ShadowRoot;
  words: Words;
  language: string;
  theme: string;
}

/** The picture with the person's black areas in its pixels; nothing when they would rather not send it. */
export function edit(picture: HTMLCanvasElement, options: EditorOptions): Promise<HTMLCanvasElement | null> {
  return new Promise((resolve) => new Editor(picture, options, resolve).open());
}

class Editor {
  private readonly dialog = document.createElement('dialog');
  private readonly status = document.createElement('p');
  private readonly spoken = document.createElement('p');
  private readonly undoButton: HTMLButtonElement;
  private readonly marks: Marks;
  private readonly surface: Surface;
  private sends = false;

  constructor(
    private readonly picture: HTMLCanvasElement,
    private readonly options: EditorOptions,
    private readonly done: (picture: HTMLCanvasElement | null) => void,
  ) {
    const { words } = options;
    this.marks = new Marks(picture);
    this.surface = new Surface(picture, this.marks);
    this.undoButton = this.button('undo', words.undo, () => this.undo());
    this.build();
    new Pointing(this.surface, {
      corner: () => this.corner(),
      moved: (spoken) => this.moved(spoken),
      undo: () => this.undo(),
      isOpen: () => this.marks.first !== undefined,
    });
  }

  /** Showing a dialog may scroll the page behind it. */
  open(): void {
    this.options.root.append(this.dialog);
    this.dialog.addEventListener('close', () => this.finish());
    for (const type of ['keydown', 'keyup', 'keypress']) this.dialog.addEventListener(type, keep);
    const { scrollX, scrollY } = window;
    this.dialog.showModal();
    window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
    this.surface.canvas.focus({ preventScroll: true });
    this.refresh();
  }

  private build(): void {
    const { words, language, theme } = this.options;
    const { canvas } = this.surface;
    const title = text('h2', words.title, 'wilco-editor-title');
    const hint = text('p', words.hint, 'wilco-editor-hint');
    const keys = text('p', words.keys, 'wilco-editor-keys');
    hint.className = 'hint';
    keys.className = this.spoken.className = 'spoken';
    this.status.className = 'status';
    this.status.setAttribute('role', 'status');
    this.spoken.setAttribute('role', 'status');
    set(this.dialog, { class: 'wilco-editor', lang: language, 'data-theme': theme });
    set(this.dialog, { 'aria-labelledby': title.id, 'aria-describedby': hint.id });
    set(canvas, { tabindex: '0', role: 'application', 'aria-label': words.picture, 'aria-describedby': keys.id });
    const stage = within('div', 'stage', canvas);
    const cancel = this.button('cancel', words.cancel, () => this.dialog.close());
    const send = this.button('send', words.send, () => this.send());
    const actions = within('div', 'actions', this.undoButton, cancel, send);
    this.dialog.append(title, hint, keys, stage, this.status, this.spoken, actions);
  }

  private button(name: string, label: string, press: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = name;
    button.textContent = label;
    button.addEventListener('click', press);
    return button;
  }

  private corner(): void {
    const { words } = this.options;
    const outcome = this.marks.corner(this.surface.crosshair);
    this.say(outcome === 'covered' ? words.covered(this.marks.boxes.length) : words[outcome]);
  }

  private undo(): void {
    if (this.marks.undo()) this.say(this.options.words.undone);
  }

  private moved(spoken: boolean): void {
    if (spoken) this.spoken.textContent = this.options.words.crosshair(...this.surface.percent());
    this.surface.paint();
  }

  private say(words: string): void {
    this.status.textContent = words;
    this.refresh();
  }

  /** The button stays in its place when there is nothing to undo, so that it does not lose the focus. */
  private refresh(): void {
    this.undoButton.setAttribute('aria-disabled', String(this.marks.isUntouched));
    this.surface.paint();
  }

  private send(): void {
    this.sends = true;
    this.dialog.close();
  }

  /** Closing gives the focus back; Escape comes here too. */
  private finish(): void {
    this.dialog.remove();
    if (this.sends) paintBlack(this.surface.contextOfPicture(), this.marks.boxes);
    this.done(this.sends ? this.picture : null);
  }
}

/** The host's own shortcuts are not meant here. */
function keep(event: Event): void {
  event.stopPropagation();
}

function text(tag: 'h2' | 'p', words: string, id: string): HTMLElement {
  const element = document.createElement(tag);
  element.id = id;
  element.textContent = words;
  return element;
}

function within(tag: 'div', className: string, ...children: Element[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
