/** Values in the order of their keys. To add or remove one moves the rest, which at ten thousand takes microseconds. */
export class Sorted<Value> {
  readonly #keys: string[] = [];
  readonly #values: Value[] = [];

  set(key: string, value: Value): void {
    const place = this.#placeOf(key);
    if (this.#keys[place] === key) {
      this.#values[place] = value;
    } else {
      this.#keys.splice(place, 0, key);
      this.#values.splice(place, 0, value);
    }
  }

  delete(key: string): void {
    const place = this.#placeOf(key);
    if (this.#keys[place] !== key) return;
    this.#keys.splice(place, 1);
    this.#values.splice(place, 1);
  }

  first(limit: number): readonly Value[] {
    return this.#values.slice(0, limit);
  }

  /** Up to `limit` values behind `key`, which need not be there. */
  after(key: string, limit: number): readonly Value[] {
    const place = this.#placeOf(key);
    const start = this.#keys[place] === key ? place + 1 : place;
    return this.#values.slice(start, start + limit);
  }

  /** Up to `limit` values from `key` onward. */
  from(key: string, limit: number): readonly Value[] {
    const place = this.#placeOf(key);
    return this.#values.slice(place, place + limit);
  }

  /** The index of `key`, or the one it would have. */
  #placeOf(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What the map holds under `key`, made on first use. */
export function opened<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
