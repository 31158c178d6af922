import type { Written } from "../core/ports/store.ts";
import { STREAM_DELIVERY, STREAM_RETRY_MS, STREAM_TRIES_MAX } from "./assumptions.ts";
import type { Random } from "./random.ts";
import { asDue, type Post } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface StreamParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly tell: (written: Written) => Promise<unknown>;
  readonly onDead: (written: Written, error: unknown) => void;
  readonly post?: Post;
}

export interface Stream {
  put(written: Written): void;
  /** Writes not told yet. */
  waiting(): number;
}

/** The store's stream, as DynamoDB's: every write, a little later, in order per item; one that fails holds its item up. */
export function stream({ scheduler, random, tell, onDead, post = asDue }: StreamParts): Stream {
  const chains = new Map<string, Written[]>();
  let waiting = 0;

  const readAfter = (delayMs: number, key: string, chain: Written[], tries: number): void =>
    scheduler.after(delayMs, () => read(key, chain, tries));

  async function read(key: string, chain: Written[], tries: number): Promise<void> {
    const [first] = chain;
    if (!first) return;
    try {
      await tell(first);
    } catch (error) {
      if (tries < STREAM_TRIES_MAX) return readAfter(STREAM_RETRY_MS, key, chain, tries + 1);
      onDead(first, error);
    }
    chain.shift();
    waiting -= 1;
    if (chain.length === 0) chains.delete(key);
    else readAfter(0, key, chain, 1);
  }

  return {
    put(written) {
      const key = `${written.kind}/${written.after.id}`;
      const chain = chains.get(key);
      waiting += 1;
      if (chain) chain.push(written);
      else {
        const begun = [written];
        chains.set(key, begun);
        const [delay = 0] = post({ by: "stream", about: written.kind }, random.timing(STREAM_DELIVERY));
        readAfter(delay, key, begun, 1);
      }
    },
    waiting: () => waiting,
  };
}
