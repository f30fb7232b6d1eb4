/**
 * The heights of many rows, where each begins, and which is at a place: each in logarithmic time (a Fenwick tree).
 * A row that was not measured has an estimated height.
 */
export class Offsets {
  private heights: number[] = [];
  private tree: number[] = [0];

  constructor(private readonly estimate: number) {}

  get length(): number {
    return this.heights.length;
  }

  get total(): number {
    return this.before(this.heights.length);
  }

  height(index: number): number {
    return this.heights[index] ?? this.estimate;
  }

  /** Makes these the rows, as far as heights are known by `known`. */
  reset(count: number, known: (index: number) => number | undefined): void {
    this.heights = [];
    this.tree = [0];
    this.grow(count, known);
  }

  /** Adds rows at the end until there are `count`. */
  grow(count: number, known: (index: number) => number | undefined): void {
    for (let index = this.heights.length; index < count; index++) {
      const height = known(index) ?? this.estimate;
      this.heights.push(height);
      const node = index + 1;
      let sum = height;
      for (let child = node - 1, end = node - (node & -node); child > end; child -= child & -child) {
        sum += this.tree[child] ?? 0;
      }
      this.tree.push(sum);
    }
  }

  /** Sets a height; answers by how much it changed. */
  set(index: number, height: number): number {
    const change = height - this.height(index);
    if (change !== 0) {
      this.heights[index] = height;
      for (let node = index + 1; node < this.tree.length; node += node & -node) {
        this.tree[node] = (this.tree[node] ?? 0) + change;
      }
    }
    return change;
  }

  /** Where a row begins: the heights of all before it. */
  before(index: number): number {
    let sum = 0;
    for (let node = index; node > 0; node -= node & -node) {
      sum += this.tree[node] ?? 0;
    }
    return sum;
  }

  /** The row at a place, the last one beyond the end. */
  at(place: number): number {
    let node = 0;
    let left = place;
    let step = 1;
    while (step * 2 < this.tree.length) {
      step *= 2;
    }
    for (; step > 0; step >>= 1) {
      const height = this.tree[node + step];
      if (height !== undefined && height <= left) {
        node += step;
        left -= height;
      }
    }
    return Math.max(0, Math.min(node, this.heights.length - 1));
  }
}
