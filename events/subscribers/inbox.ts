/** What may wait in an {@link inbox} before it is cut off. */
export const WAITING_MAX = 10_000;

/** Takes what is pushed, and gives it to whoever pulls, in order. */
export interface Inbox<Item> extends AsyncIterable<Item> {
  /** False: nobody will read it, for the inbox is full or at its end. */
  put(item: Item): boolean;
  /** What waits is still read, and then the end; with an error, that. */
  end(error?: Error): void;
}

/** A source for `follow()` where messages are pushed, by a callback or a server. When more than `max` wait, it ends: whoever
 *  follows then lists again, and nothing is missed. One reader. */
export function inbox<Item>({ max = WAITING_MAX }: { readonly max?: number } = {}): Inbox<Item> {
  const waiting: Item[] = [];
  let wake = (): void => {};
  let ended: { readonly error?: Error } | undefined;
  const end = (error?: Error): void => {
    ended ??= error ? { error } : {};
    wake();
  };
  async function* read(): AsyncGenerator<Item> {
    for (;;) {
      const [next] = waiting.splice(0, 1);
      if (next !== undefined) yield next;
      else if (ended?.error) throw ended.error;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    put(item) {
      if (ended) return false;
      if (waiting.length >= max) {
        end(new Error(`more than ${max} messages waited to be read`));
        return false;
      }
      waiting.push(item);
      wake();
      return true;
    },
    end,
    [Symbol.asyncIterator]: read,
  };
}
