import type { Arrived, Published } from "../core/flows/publish-changes.ts";
import { DYNAMODB } from "../core/model/aws-behaviour.ts";
import { STREAM_BATCH_MAX } from "../core/model/limits.ts";
import type { Instant } from "../core/model/time.ts";
import type { Written } from "../core/ports/store.ts";
import { notifyFunction } from "../functions/manifest.ts";
import { STREAM_DELIVERY, STREAM_RETRY_MS } from "./assumptions.ts";
import type { Random } from "./random.ts";
import { asDue, type Invoke, type Post } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface StreamParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly publish: (batch: readonly Written[]) => Promise<Pick<Published, "stopped">>;
  readonly onDead: (written: Written, error: unknown) => void;
  readonly post?: Post;
}

export interface Stream {
  put(written: Written): void;
  /** Writes not yet delivered. */
  waiting(): number;
}

const keyOf = (written: Written): string =>
  `${written.kind}/${written.kind === "template" ? written.after.name : written.after.id}`;

interface StreamRecord {
  readonly written: Written;
  readonly at: Instant;
}

/** The store's stream, as DynamoDB's: every write, a little later, in order per item, what has gathered meanwhile as one batch.
 *  Reading goes on at the first that was not done: it holds its item up until the stream forgets it. */
export function stream({ scheduler, random, publish, onDead, post = asDue }: StreamParts): Stream {
  const chains = new Map<string, StreamRecord[]>();
  let waiting = 0;

  const readAfter = (delayMs: number, key: string, chain: StreamRecord[]): void =>
    scheduler.after(delayMs, () => read(key, chain));

  async function read(key: string, chain: StreamRecord[]): Promise<void> {
    const batch = chain.slice(0, STREAM_BATCH_MAX).map(({ written }) => written);
    const { stopped } = await publish(batch).catch((error: unknown) => ({ stopped: { index: 0, error } }));
    const done = stopped ? stopped.index : batch.length;
    waiting -= chain.splice(0, done).length;
    const forgotten = stopped ? chain.findIndex(({ at }) => scheduler.now() - at < DYNAMODB.streamKeptMs) : 0;
    const dead = chain.splice(0, forgotten < 0 ? chain.length : forgotten);
    waiting -= dead.length;
    for (const { written } of dead) onDead(written, stopped?.error);
    if (chain.length === 0) chains.delete(key);
    else readAfter(stopped && dead.length === 0 ? STREAM_RETRY_MS : 0, key, chain);
  }

  return {
    put(written) {
      const key = keyOf(written);
      const chain = chains.get(key);
      waiting += 1;
      const record = { written, at: scheduler.now() };
      if (chain) chain.push(record);
      else {
        const begun = [record];
        chains.set(key, begun);
        const [delay = 0] = post({ by: "stream", about: written.kind }, random.timing(STREAM_DELIVERY));
        readAfter(delay, key, begun);
      }
    },
    waiting: () => waiting,
  };
}

/** Delivers a batch through the function that runs in Lambda, and what is in between. A batch is known by its first write, whatever gathers
 *  behind that until it is done. */
export const throughFunction =
  (invoke: Invoke, publish: (records: readonly Arrived[]) => Promise<Published>): StreamParts["publish"] =>
  async (batch) => {
    let published: Pick<Published, "stopped"> = {};
    await invoke(notifyFunction.name, batch.slice(0, 1).map(nameOf).join(), async () => {
      published = await publish(batch.map(arrived));
      return published;
    });
    return published;
  };

/** A write as a record of the stream: it is its own image. */
const arrived = (written: Written): Arrived => ({ read: () => written, sequence: nameOf(written), record: written });

const nameOf = ({ after }: Written): string => `${"id" in after ? after.id : after.name}:${after.version}`;
