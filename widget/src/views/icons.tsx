/** The few drawings, 24 by 24, in the colour of the words beside them. They say nothing that the words don't. */
import { h } from '../dom';

const PATHS = {
  flag: 'M5 21V4m0 0c4-2 8 2 14 0v10c-6 2-10-2-14 0',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 6l-6 6 6 6',
  turn: 'M12 3a9 9 0 1 0 9 9',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 .01 0',
  stop: 'M12 7v6m0 4v.01M12 3a9 9 0 1 0 .01 0',
  words: 'M4 5h16v11H10l-5 4v-4H4z',
  picture: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16a3 3 0 1 0-.01 0',
};

export function Icon({ name }: { name: keyof typeof PATHS }): HTMLElement {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
