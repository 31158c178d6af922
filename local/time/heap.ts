/** A binary heap: what is least comes first. `before` must order any two distinct items. */
export class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #before: (one: Item, other: Item) => boolean;

  constructor(before: (one: Item, other: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    let hole = this.#items.length;
    this.#items.push(item);
    while (hole > 0) {
      const parent = (hole - 1) >>> 1;
      const above = this.#items[parent]!;
      if (!this.#before(item, above)) break;
      this.#items[hole] = above;
      hole = parent;
    }
    this.#items[hole] = item;
  }

  pop(): Item | undefined {
    const least = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return least;
  }

  #sink(item: Item): void {
    const { length } = this.#items;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      if (left >= length) break;
      const right = left + 1;
      const least = right < length && this.#before(this.#items[right]!, this.#items[left]!) ? right : left;
      const below = this.#items[least]!;
      if (!this.#before(below, item)) break;
      this.#items[hole] = below;
      hole = least;
    }
    this.#items[hole] = item;
  }
}
