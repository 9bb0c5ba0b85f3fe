/** What the person has blacked out so far, corner by corner. */
import { type Box, between, isEmpty, type Point, type Size } from './geometry';

export class Marks {
  /** The corner that waits for its opposite. */
  first: Point | undefined;
  private readonly made: Box[] = [];

  constructor(private readonly picture: Size) {}

  get boxes(): readonly Box[] {
    return this.made;
  }

  /** The first corner, or the second: then there is a box, unless it would be empty. */
  corner(point: Point): 'first' | 'covered' | 'empty' {
    if (!this.first) {
      this.first = point;
      return 'first';
    }
    const box = between(this.first, point, this.picture);
    if (isEmpty(box)) return 'empty';
    this.made.push(box);
    this.first = undefined;
    return 'covered';
  }

  /** Takes back the last thing done; false when there is none. */
  undo(): boolean {
    if (!this.first) return this.made.pop() !== undefined;
    this.first = undefined;
    return true;
  }

  get isUntouched(): boolean {
    return this.made.length === 0 && !this.first;
  }
}
