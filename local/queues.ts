import { LAMBDA } from "../core/model/aws-behaviour.ts";
import type { Depth } from "../core/model/feed.ts";
import { type RetryRow, retryDelayMs } from "../core/model/retries.ts";
import type { Instant } from "../core/model/time.ts";
import { PortError, retryAfterMsOf } from "../core/ports/errors.ts";
import type { FunctionRow } from "../functions/shared/manifest/row.ts";
import { DOUBLED_MESSAGE_CHANCE, QUEUE_DELIVERY } from "./assumptions.ts";
import { invokedIn, type Lineage, lineageNow } from "./lineage.ts";
import type { Random } from "./random.ts";
import { asDue, InvocationLost, type Post } from "./seam.ts";
import type { Slots } from "./slots.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** How a function takes its messages: a row of retries, and what its row of the manifest says besides. */
export interface QueueRules extends RetryRow, Pick<FunctionRow["runs"], "recursion"> {
  readonly atOnce?: number;
}

export interface QueueParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The function that is fed, and how it takes its messages, as deployed. */
  readonly name: string;
  readonly row: QueueRules;
  /** What it throws brings the message back. */
  readonly receive: (text: string) => Promise<unknown>;
  /** Told of each message that goes to the dead-letter queue. */
  readonly onDead: (text: string, error: unknown) => void;
  /** When what is sent to it arrives; left out: when it is due. */
  readonly post?: Post;
  /** The account's concurrency; left out: enough for everything. */
  readonly slots?: Slots;
}

export interface Queue {
  /** `at`: the earliest moment it may be received. */
  send(text: string, at: Instant): void;
  /** Messages being worked on; what waits for a later moment does not count. */
  busy(): number;
  depth(): Depth;
}

interface Message {
  readonly text: string;
  /** The earliest moment it may be received. */
  readonly at: Instant;
  readonly lineage: Lineage;
  /** This one included. */
  readonly receives: number;
}

/** What became of a receive: `done`, `dead`, or that it comes again. */
type Outcome =
  | { readonly kind: "done" | "dead" }
  | { readonly kind: "retryable"; readonly retryAfterMs: number; readonly receives: number };

/** An SQS standard queue that feeds a function: at least once, in no order. What failed comes again when the function's row or the error
 *  says; what nobody answered for, when the visibility timeout ends. */
export function standardQueue(parts: QueueParts): Queue {
  const { scheduler, random, row, name, post = asDue } = parts;
  const work = worker(parts);
  let busy = 0;
  /** What is to be received, by when; and what is due, for which no more may run at once. Lambda receives no more than may. */
  const ahead = new Map<object, Instant>();
  const line: Message[] = [];
  const begin = async (message: Message): Promise<void> => {
    if (busy >= (row.atOnce ?? Number.POSITIVE_INFINITY)) return void line.push(message);
    busy += 1;
    const outcome = await work(message);
    busy -= 1;
    if (outcome.kind === "retryable")
      deliver({ ...message, at: scheduler.now() + outcome.retryAfterMs, receives: outcome.receives });
    const next = line.shift();
    if (next) scheduler.after(0, () => begin(next));
  };
  const deliver = (message: Message): void => {
    const due = message.at + random.timing(QUEUE_DELIVERY);
    for (const delay of post({ by: "queue", about: name }, due - scheduler.now())) {
      const way = {};
      ahead.set(way, message.at);
      scheduler.after(delay, () => {
        ahead.delete(way);
        return begin(message);
      });
    }
  };
  return {
    send(text, at) {
      const message = { text, at, lineage: lineageNow(), receives: 1 };
      deliver(message);
      if (random.chance(DOUBLED_MESSAGE_CHANCE)) deliver(message);
    },
    busy: () => busy,
    depth: () => depthOf([...ahead.values(), ...line.map(({ at }) => at)], busy, scheduler.now()),
  };
}

/** An SQS FIFO queue that feeds a function: in order within a group, one message of a group at a time; one that fails holds its
 *  group up. Deduplication is the sender's. */
export function fifoQueue({ groupOf, ...parts }: QueueParts & { readonly groupOf: (text: string) => string }): Queue {
  const { scheduler, random, name, post = asDue } = parts;
  const work = worker(parts);
  const groups = new Map<string, Message[]>();
  let busy = 0;
  const begin = async (group: Message[]): Promise<void> => {
    const [first] = group;
    if (!first) return;
    busy += 1;
    const outcome = await work(first);
    busy -= 1;
    if (outcome.kind === "retryable") {
      group[0] = { ...first, at: scheduler.now() + outcome.retryAfterMs, receives: outcome.receives };
      return scheduler.after(outcome.retryAfterMs, () => begin(group));
    }
    group.shift();
    next(group);
  };
  const next = (group: Message[]): void => {
    const [first] = group;
    if (!first) return;
    const due = Math.max(first.at, scheduler.now()) + random.timing(QUEUE_DELIVERY);
    const [delay = 0] = post({ by: "queue", about: name }, due - scheduler.now());
    scheduler.after(delay, () => begin(group));
  };
  return {
    send(text, at) {
      const key = groupOf(text);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push({ text, at, lineage: lineageNow(), receives: 1 });
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

/** One receive of a message, as Lambda does it: cut by loop detection, throttled for want of concurrency, or run. */
function worker({ name, row, receive, onDead, slots }: QueueParts): (message: Message) => Promise<Outcome> {
  const dead = (text: string, error: unknown): Outcome => {
    onDead(text, error);
    return { kind: "dead" };
  };
  return async ({ text, lineage, receives }) => {
    if (row.recursion === "none" && (lineage[name] ?? 0) >= LAMBDA.chainInvocationsMax) return dead(text, cut(name));
    const isThrottled = slots?.take() === false;
    const error = isThrottled ? throttled(name) : await attempt(() => invokedIn(lineage, name, () => receive(text)));
    if (!isThrottled) slots?.give();
    if (error === undefined) return { kind: "done" };
    if (receives >= row.receives) return dead(text, error.thrown);
    const counted = isThrottled ? LAMBDA.receivesPerThrottle : 1;
    return {
      kind: "retryable",
      retryAfterMs: hiddenMs(row, { text, receives }, error.thrown),
      receives: receives + counted,
    };
  };
}

/** How long a message that was not done stays hidden. */
const hiddenMs = (row: RetryRow, { text, receives }: Pick<Message, "text" | "receives">, thrown: unknown): number =>
  thrown instanceof InvocationLost
    ? row.visibilityMs
    : retryDelayMs(row, { key: text, receives, retryAfterMs: retryAfterMsOf(thrown) });

const throttled = (name: string) => ({ thrown: new InvocationLost(`no concurrency was left for ${name}`) });
const cut = (name: string): PortError =>
  new PortError(
    "terminal",
    "RecursiveInvocationsDropped",
    `${name} ran ${LAMBDA.chainInvocationsMax} times in one chain`,
  );

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

async function attempt(work: () => Promise<unknown>): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}
