import type { Depth } from "../core/model/feed.ts";
import type { Instant } from "../core/model/time.ts";
import { DOUBLED_MESSAGE_CHANCE, QUEUE_DELIVERY, RECEIVES_MAX, VISIBILITY_MS } from "./assumptions.ts";
import type { Random } from "./random.ts";
import { asDue, type Post } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface QueueParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The function that is fed. What it throws brings the message back. */
  readonly receive: (text: string) => Promise<unknown>;
  /** Told of each message that failed RECEIVES_MAX times. */
  readonly onDead: (text: string, error: unknown) => void;
  /** The function's name, and when what is sent to it arrives; left out: when it is due. */
  readonly name?: string;
  readonly post?: Post;
}

export interface Queue {
  /** `at`: the earliest moment it may be received. */
  send(text: string, at: Instant): void;
  /** Messages on their way or being worked on; what waits for a later moment does not count. */
  busy(): number;
  depth(): Depth;
}

/** An SQS standard queue that feeds a function: at least once, in no order, redelivered after the visibility timeout. */
export function standardQueue({ scheduler, random, receive, onDead, name = "", post = asDue }: QueueParts): Queue {
  let busy = 0;
  /** What is to be received, by when. */
  const ahead = new Map<object, Instant>();
  const begin = async (text: string, receives: number): Promise<void> => {
    busy += 1;
    const error = await attempt(receive, text);
    busy -= 1;
    if (error === undefined) return;
    if (receives < RECEIVES_MAX) deliver(text, scheduler.now() + VISIBILITY_MS, receives + 1);
    else onDead(text, error.thrown);
  };
  const deliver = (text: string, at: Instant, receives: number): void => {
    const due = at + random.timing(QUEUE_DELIVERY);
    for (const delay of post({ by: "queue", about: name }, due - scheduler.now())) {
      const message = {};
      ahead.set(message, at);
      scheduler.after(delay, () => {
        ahead.delete(message);
        return begin(text, receives);
      });
    }
  };
  return {
    send(text, at) {
      deliver(text, at, 1);
      if (random.chance(DOUBLED_MESSAGE_CHANCE)) deliver(text, at, 1);
    },
    busy: () => busy,
    depth: () => depthOf([...ahead.values()], busy, scheduler.now()),
  };
}

/** `ahead`: when each message that nobody has received may be. */
function depthOf(ahead: readonly Instant[], underWay: number, now: Instant): Depth {
  const due = ahead.filter((at) => at <= now);
  const oldestMs = due.length > 0 ? now - Math.min(...due) : undefined;
  return {
    waiting: due.length,
    underWay,
    later: ahead.length - due.length,
    ...(oldestMs !== undefined && { oldestMs }),
  };
}

interface Waiting {
  readonly text: string;
  readonly at: Instant;
  receives: number;
}

/** An SQS FIFO queue that feeds a function: in order within a group, one message of a group at a time; one that fails holds its
 *  group up. Deduplication is the sender's. */
export function fifoQueue({
  scheduler,
  random,
  receive,
  onDead,
  groupOf,
  name = "",
  post = asDue,
}: QueueParts & { readonly groupOf: (text: string) => string }): Queue {
  const groups = new Map<string, Waiting[]>();
  let busy = 0;
  const work = async (group: Waiting[]): Promise<void> => {
    const [first] = group;
    if (!first) return;
    busy += 1;
    const error = await attempt(receive, first.text);
    busy -= 1;
    const failed = error !== undefined;
    if (failed && first.receives < RECEIVES_MAX) {
      first.receives += 1;
      scheduler.after(VISIBILITY_MS, () => work(group));
      return;
    }
    if (failed) onDead(first.text, error.thrown);
    group.shift();
    next(group);
  };
  const next = (group: Waiting[]): void => {
    const [first] = group;
    if (!first) return;
    const due = Math.max(first.at, scheduler.now()) + random.timing(QUEUE_DELIVERY);
    const [delay = 0] = post({ by: "queue", about: name }, due - scheduler.now());
    scheduler.after(delay, () => work(group));
  };
  return {
    send(text, at) {
      const key = groupOf(text);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push({ text, at, receives: 1 });
      if (group.length === 1) next(group);
    },
    busy: () => busy,
    // One message of a group is worked on at a time: the first of so many groups as are busy.
    depth: () =>
      depthOf(
        [...groups.values()]
          .flat()
          .map(({ at }) => at)
          .slice(busy),
        busy,
        scheduler.now(),
      ),
  };
}

async function attempt(
  receive: QueueParts["receive"],
  text: string,
): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await receive(text);
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}
