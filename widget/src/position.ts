/** Where the panel stands: beside its trigger, wholly inside the window, and not over the trigger if that can be. */
export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

export type Side = 'below' | 'above' | 'after' | 'before';

export interface Spot {
  side: Side;
  left: number;
  /** One of the two: the edge that stays where it is while the panel's content changes. */
  top?: number;
  bottom?: number;
  maxHeight: number;
}

/** CSS pixels: between trigger and panel, and between panel and the window's edge. */
const GAP = 8;
const MARGIN = 8;
/** CSS pixels of the panel that can be seen wherever the trigger has been scrolled to. */
const LEAST = 320;

/**
 * On the side where it was, if it still fits there: a panel must not jump while its content changes. Else on the first
 * side where all of it fits; else below or above, wherever there is more room. `rtl` aligns the right edges.
 */
export function spotBeside(trigger: Box, panel: Size, window: Size, rtl: boolean, was?: Side): Spot {
  const right = trigger.left + trigger.width;
  const bottom = trigger.top + trigger.height;
  const mostLeft = window.width - panel.width - MARGIN;
  const after = rtl ? trigger.left - GAP - panel.width : right + GAP;
  const before = rtl ? right + GAP : trigger.left - GAP - panel.width;
  const room = { below: window.height - bottom - GAP - MARGIN, above: trigger.top - GAP - MARGIN };
  const beside = (left: number) => left >= MARGIN && left <= mostLeft && panel.height <= window.height - 2 * MARGIN;
  const fits: Record<Side, boolean> = {
    below: panel.height <= room.below,
    above: panel.height <= room.above,
    after: beside(after),
    before: beside(before),
  };
  const order: (Side | undefined)[] = [was, 'below', 'above', 'after', 'before'];
  const side = order.find((one) => one && fits[one]) ?? (room.below >= room.above ? 'below' : 'above');

  const aligned = clamp(rtl ? right - panel.width : trigger.left, MARGIN, mostLeft);
  const left = side === 'after' ? after : side === 'before' ? before : aligned;
  const seen = Math.min(panel.height, side === 'below' || side === 'above' ? LEAST : window.height);
  const edge = {
    below: bottom + GAP,
    above: window.height - trigger.top + GAP,
    after: trigger.top,
    before: trigger.top,
  };
  const at = clamp(edge[side], MARGIN, window.height - MARGIN - seen);
  return { side, left, [side === 'above' ? 'bottom' : 'top']: at, maxHeight: window.height - at - MARGIN };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
