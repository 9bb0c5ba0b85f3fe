/** Two corners make an area: dragged, clicked one after the other, or set with the keyboard. */
import type { Point } from './geometry';
import type { Surface } from './surface';

/** Less is a click by a hand that is not quite still, in CSS pixels. */
const DRAGGED = 6;
const STEP = 16;
const FINE_STEP = 1;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Deeds {
  /** A corner is set where the crosshair is. */
  corner(): void;
  /** The crosshair has moved: with the keyboard it is spoken. */
  moved(spoken: boolean): void;
  undo(): void;
  /** Whether a first corner waits for its opposite. */
  isOpen(): boolean;
}

interface Press extends Point {
  /** The first corner was set by a press before this one. */
  hadFirst: boolean;
  drags: boolean;
}

export class Pointing {
  private press: Press | undefined;

  constructor(
    private readonly surface: Surface,
    private readonly deeds: Deeds,
  ) {
    const { canvas } = surface;
    canvas.addEventListener('pointerdown', (event) => this.down(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    canvas.addEventListener('pointerup', (event) => this.up(event));
    canvas.addEventListener('pointercancel', () => this.giveUp());
    canvas.addEventListener('keydown', (event) => this.key(event));
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.surface.canvas.setPointerCapture(event.pointerId);
    this.surface.showsCrosshair = false;
    this.press = { ...placeOf(event), hadFirst: this.deeds.isOpen(), drags: false };
    if (!this.press.hadFirst) this.cornerAt(this.press);
  }

  private move(event: PointerEvent): void {
    if (!event.isPrimary || (!this.press && !this.deeds.isOpen())) return;
    if (this.press && !this.press.drags && isFar(this.press, placeOf(event))) this.beginDrag(this.press);
    this.surface.point(placeOf(event));
    this.deeds.moved(false);
  }

  /** A drag is an area of its own: a corner that waited is given up for it. */
  private beginDrag(press: Press): void {
    press.drags = true;
    if (!press.hadFirst) return;
    this.deeds.undo();
    this.cornerAt(press);
  }

  private up(event: PointerEvent): void {
    if (!event.isPrimary || !this.press) return;
    const { drags, hadFirst } = this.press;
    this.press = undefined;
    if (drags || hadFirst) this.cornerAt(placeOf(event));
  }

  private giveUp(): void {
    if (this.press && (this.press.drags || !this.press.hadFirst)) this.deeds.undo();
    this.press = undefined;
  }

  private cornerAt(point: Point): void {
    this.surface.point(point);
    this.deeds.corner();
  }

  private key(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow) this.step(arrow, event.shiftKey ? FINE_STEP : STEP);
    else if (event.key === 'Enter' || event.key === ' ') event.repeat || this.deeds.corner();
    else if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey)) this.deeds.undo();
    else return;
    event.preventDefault();
  }

  private step([x, y]: readonly [number, number], length: number): void {
    this.surface.move(x * length, y * length);
    this.deeds.moved(true);
  }
}

function placeOf(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function isFar(one: Point, other: Point): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) >= DRAGGED;
}
