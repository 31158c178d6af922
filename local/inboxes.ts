import type { MemoryDeadLetters } from "../adapters/memory/dead-letters.ts";
import type { Depth, RuleFound } from "../core/model/feed.ts";
import { RETRIES } from "../core/model/retries.ts";
import { PortError } from "../core/ports/errors.ts";
import type { QueueName } from "../core/ports/messages.ts";
import type { Ports } from "../core/ports/ports.ts";
import { planPoolCommand } from "../events/commands/plan-pool.v1.ts";
import { read } from "../events/contract.ts";
import { routeOf } from "../functions/routes.ts";
import { FUNCTIONS, functionsFedBy } from "../functions/shared/manifest/functions.ts";
import { isFedBy, isQueueFed, type QueueRow } from "../functions/shared/manifest/row.ts";
import type { BusRule } from "./bus.ts";
import type { Emit } from "./facts.ts";
import { fifoQueue, type Queue, type QueueParts, standardQueue } from "./queues.ts";
import type { Streams } from "./random.ts";
import { asDue, atOnce, type Invoke, type Post } from "./seam.ts";
import type { Slots } from "./slots.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface InboxParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly ports: Ports;
  readonly emit: Emit;
  /** Where messages go that were given up. */
  readonly deadLetter: MemoryDeadLetters["deadLetter"];
  /** Takes a message that a rule or a schedule sends to a function, by its name. */
  readonly put: (name: string, text: string) => void;
  readonly post?: Post;
  readonly invoke?: Invoke;
  /** The account's concurrency; left out: enough for everything. */
  readonly slots?: Slots;
}

/** The functions that have a queue here: all that have one deployed, but for what an engineer redrives out of the failure queue, which
 *  is not played. */
export const INBOX_ROWS: readonly QueueRow[] = FUNCTIONS.filter(isQueueFed).filter((row) => !isFedBy(row, "redrive"));

/** Every queue there is, each with the function it feeds. */
export interface Inboxes {
  /** The default bus's rules. */
  readonly rules: readonly BusRule[];
  readonly queues: Readonly<Record<QueueName, Queue>>;
  /** The queue that feeds a function, by the function's name. */
  readonly byName: ReadonlyMap<string, Queue>;
  /** The same as AWS sends to it: a rule or a schedule. */
  sentTo(name: string): Pick<Queue, "send">;
  /** Messages being worked on. */
  busy(): number;
  /** Lets through what a rule hears, or nothing more; by the function that it feeds. */
  enable(name: string, on: boolean): void;
  /** What feeds the functions now. */
  rulesFound(): readonly RuleFound[];
  depths(): Readonly<Record<string, Depth>>;
}

export function inboxes(parts: InboxParts): Inboxes {
  const { scheduler, streams, ports, emit, deadLetter, put, post = asDue, invoke = atOnce, slots } = parts;
  const giveUp = (name: string, text: string, error: unknown): void => {
    emit({ kind: "dead", from: name, text, error: String(error) });
    const code = error instanceof PortError ? error.code : "Unexpected";
    const why = { FUNCTION: name, ERROR_CODE: code, ERROR_MESSAGE: String(error) };
    deadLetter(name, { text, sentAt: scheduler.now(), why });
  };
  const partsFor = ({ name, fed, runs }: QueueRow): QueueParts => ({
    scheduler,
    random: streams(`queue/${name}`),
    receive: (text) =>
      invoke(name, text, () => routeOf(name).receive(ports, text)).catch((error: unknown) => {
        if (!(error instanceof PortError) || error.fate !== "terminal") throw error;
        giveUp(name, text, error);
      }),
    onDead: (text, error) => giveUp(name, text, error),
    name,
    row: { ...RETRIES[fed.retry], ...(fed.atOnce !== undefined && { atOnce: fed.atOnce }), recursion: runs.recursion },
    post,
    ...(slots && { slots }),
  });
  const opened = (row: QueueRow): Queue =>
    row.fed.by === "queue" && row.fed.fifo
      ? fifoQueue({ ...partsFor(row), groupOf: poolIn })
      : standardQueue(partsFor(row));
  const byName = new Map(INBOX_ROWS.map((row) => [row.name, opened(row)]));
  const queueOf = (name: string): Queue => {
    const queue = byName.get(name);
    if (!queue) throw new Error(`no queue feeds ${name}: see functions/manifest.ts`);
    return queue;
  };
  const sentTo = (name: string): Pick<Queue, "send"> => ({
    send(text, at) {
      put(name, text);
      queueOf(name).send(text, at);
    },
  });
  const rules = functionsFedBy("event");
  const disabled = new Set<string>();
  return {
    rules: rules.map(({ name, contract: wants }) => ({
      wants,
      deliver(text) {
        if (!disabled.has(name)) sentTo(name).send(text, scheduler.now());
      },
    })),
    enable: (name, on) => void (on ? disabled.delete(name) : disabled.add(name)),
    rulesFound: () =>
      rules.map(({ name, contract }) => ({
        of: name,
        name,
        bus: "default",
        state: disabled.has(name) ? "disabled" : "enabled",
        hears: [contract.detailType],
        feedsIt: true,
      })),
    depths: () => Object.fromEntries([...byName].map(([name, queue]) => [name, queue.depth()])),
    queues: Object.fromEntries(
      functionsFedBy("queue").map(({ name, fed }) => [fed.queue, queueOf(name)]),
    ) as unknown as Inboxes["queues"],
    byName,
    sentTo,
    busy: () => [...byName.values()].reduce((sum, queue) => sum + queue.busy(), 0),
  };
}

/** A group per pool. */
const poolIn = (text: string): string => {
  const reading = read(planPoolCommand, text);
  return reading.kind === "heard" ? reading.event.detail.pool : "";
};
