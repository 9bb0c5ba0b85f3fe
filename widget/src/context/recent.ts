/** The last ten of something. */
const KEPT = 10;

export class Recent<T> {
  private readonly kept: T[] = [];

  add(one: T): void {
    this.kept.push(one);
    if (this.kept.length > KEPT) this.kept.shift();
  }

  all(): readonly T[] {
    return this.kept;
  }
}
