/** The picture on the screen, with the black areas, the one being made, and the crosshair. */
import { contextOf, paintBlack } from './draw';
import { between, type Point, toPicture } from './geometry';
import type { Marks } from './marks';

export class Surface {
  readonly canvas = document.createElement('canvas');
  /** In the picture's pixels. */
  crosshair: Point;
  /** Seen only while it is used. */
  showsCrosshair = false;

  constructor(
    private readonly picture: HTMLCanvasElement,
    private readonly marks: Marks,
  ) {
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.crosshair = { x: Math.round(picture.width / 2), y: Math.round(picture.height / 2) };
  }

  contextOfPicture(): CanvasRenderingContext2D {
    return contextOf(this.picture);
  }

  /** Puts the crosshair under a point of the screen. */
  point(at: Point): void {
    this.crosshair = toPicture(at, this.canvas.getBoundingClientRect(), this.picture);
  }

  /** Moves it by CSS pixels of the screen. */
  move(x: number, y: number): void {
    const shown = this.canvas.getBoundingClientRect();
    const scale = shown.width / this.picture.width || 1;
    this.point({ x: shown.left + this.crosshair.x * scale + x, y: shown.top + this.crosshair.y * scale + y });
    this.showsCrosshair = true;
  }

  percent(): [number, number] {
    const { x, y } = this.crosshair;
    return [Math.round((100 * x) / this.picture.width), Math.round((100 * y) / this.picture.height)];
  }

  paint(): void {
    const context = contextOf(this.canvas);
    context.drawImage(this.picture, 0, 0);
    paintBlack(context, this.marks.boxes);
    if (this.marks.first) this.paintPending(context, this.marks.first);
    if (this.showsCrosshair) this.paintCrosshair(context, this.crosshair);
  }

  private paintPending(context: CanvasRenderingContext2D, first: Point): void {
    const { left, top, width, height } = between(first, this.crosshair, this.picture);
    context.fillStyle = '#000a';
    context.fillRect(left, top, width, height);
    this.outline(context, () => context.rect(left, top, width, height));
    this.paintCrosshair(context, first, 12);
  }

  private paintCrosshair(context: CanvasRenderingContext2D, { x, y }: Point, reach = 4000): void {
    this.outline(context, () => {
      context.moveTo(x - reach, y);
      context.lineTo(x + reach, y);
      context.moveTo(x, y - reach);
      context.lineTo(x, y + reach);
    });
  }

  /** White around a dark line: seen on every picture. */
  private outline(context: CanvasRenderingContext2D, draw: () => void): void {
    const pixel = this.picture.width / (this.canvas.getBoundingClientRect().width || this.picture.width);
    for (const [colour, width] of [
      ['#fff', 4],
      ['#b00020', 2],
    ] as const) {
      context.beginPath();
      draw();
      context.strokeStyle = colour;
      context.lineWidth = width * pixel;
      context.stroke();
    }
  }
}
