import type { MemoryDeadLetters } from "../adapters/memory/dead-letters.ts";
import type { Depth, RuleFound } from "../core/model/feed.ts";
import { retryRow } from "../core/model/retries.ts";
import { PortError } from "../core/ports/errors.ts";
import type { QueueName } from "../core/ports/messages.ts";
import type { Ports } from "../core/ports/ports.ts";
import { planPool } from "../events/commands/plan-pool.v1.ts";
import { read } from "../events/contract.ts";
import {
  alertTicks,
  eventRoutes,
  forecastTicks,
  queueRoutes,
  shadow,
  sweepTicks,
  tickRoute,
} from "../functions/routes.ts";
import type { Rule } from "./bus.ts";
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

/** The functions that are fed by queues. */
export const FED: readonly string[] = [
  ...eventRoutes,
  ...Object.values(queueRoutes),
  tickRoute,
  sweepTicks,
  alertTicks,
  forecastTicks,
  shadow,
].map(({ name }) => name);

/** Every queue there is, each with the function it feeds. */
export interface Inboxes {
  /** The default bus's rules. */
  readonly rules: readonly Rule[];
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly tick: Queue;
  readonly sweepTick: Queue;
  readonly alertTick: Queue;
  readonly forecastTick: Queue;
  /** The shadow rule's. */
  readonly shadow: Queue;
  /** The queue that feeds a function, by the function's name. */
  readonly byName: ReadonlyMap<string, Queue>;
  /** Messages being worked on. */
  busy(): number;
  /** Lets through what a rule hears, or nothing more; by the function that it feeds. */
  enable(name: string, on: boolean): void;
  /** What feeds the functions now. */
  rulesFound(): readonly RuleFound[];
  depths(): Readonly<Record<string, Depth>>;
}

type AnyRoute = Pick<(typeof eventRoutes)[number], "name" | "receive">;

export function inboxes(parts: InboxParts): Inboxes {
  const { scheduler, streams, ports, emit, deadLetter, put, post = asDue, invoke = atOnce, slots } = parts;
  const giveUp = (name: string, text: string, error: unknown): void => {
    emit({ kind: "dead", from: name, text, error: String(error) });
    const code = error instanceof PortError ? error.code : "Unexpected";
    const why = { FUNCTION: name, ERROR_CODE: code, ERROR_MESSAGE: String(error) };
    deadLetter(name, { text, sentAt: scheduler.now(), why });
  };
  const partsFor = (route: AnyRoute): QueueParts => ({
    scheduler,
    random: streams(`queue/${route.name}`),
    receive: (text) =>
      invoke(route.name, text, () => route.receive(ports, text)).catch((error: unknown) => {
        if (!(error instanceof PortError) || error.fate !== "terminal") throw error;
        giveUp(route.name, text, error);
      }),
    onDead: (text, error) => giveUp(route.name, text, error),
    name: route.name,
    row: retryRow(route.name),
    post,
    ...(slots && { slots }),
  });
  /** A queue as AWS sends to it. */
  const sentTo = ({ name }: Pick<AnyRoute, "name">, queue: Queue): Queue => ({
    ...queue,
    send(text, at) {
      put(name, text);
      queue.send(text, at);
    },
  });
  const rules = eventRoutes.map((route) => ({
    wants: route.contract,
    ...named(route, standardQueue(partsFor(route))),
  }));
  const queues = {
    actions: standardQueue(partsFor(queueRoutes.actions)),
    plans: fifoQueue({ ...partsFor(queueRoutes.plans), groupOf: poolIn }),
    timers: standardQueue(partsFor(queueRoutes.timers)),
    sweeps: standardQueue(partsFor(queueRoutes.sweeps)),
  };
  const tick = standardQueue(partsFor(tickRoute));
  const sweepTick = standardQueue(partsFor(sweepTicks));
  const alertTick = standardQueue(partsFor(alertTicks));
  const forecastTick = standardQueue(partsFor(forecastTicks));
  const shadowed = standardQueue(partsFor(shadow));
  const own = (Object.keys(queues) as QueueName[]).map((name) => named(queueRoutes[name], queues[name]));
  const byName = new Map(
    [
      ...[...rules, ...own, named(tickRoute, tick), named(sweepTicks, sweepTick)],
      ...[named(alertTicks, alertTick), named(forecastTicks, forecastTick), named(shadow, shadowed)],
    ].map(entry),
  );
  const all = [...byName.values()];
  const disabled = new Set<string>();
  return {
    rules: rules.map(({ wants, name, queue }) => ({
      wants,
      deliver(text) {
        if (!disabled.has(name)) sentTo({ name }, queue).send(text, scheduler.now());
      },
    })),
    enable: (name, on) => void (on ? disabled.delete(name) : disabled.add(name)),
    rulesFound: () =>
      rules.map(({ wants, name }) => ({
        of: name,
        name,
        bus: "default",
        state: disabled.has(name) ? "disabled" : "enabled",
        hears: [wants.detailType],
        feedsIt: true,
      })),
    depths: () => Object.fromEntries([...byName].map(([name, queue]) => [name, queue.depth()])),
    queues,
    tick: sentTo(tickRoute, tick),
    sweepTick: sentTo(sweepTicks, sweepTick),
    alertTick: sentTo(alertTicks, alertTick),
    forecastTick: sentTo(forecastTicks, forecastTick),
    shadow: shadowed,
    byName,
    busy: () => all.reduce((sum, queue) => sum + queue.busy(), 0),
  };
}

interface Named {
  readonly name: string;
  readonly queue: Queue;
}
const named = ({ name }: AnyRoute, queue: Queue): Named => ({ name, queue });
const entry = ({ name, queue }: Named): [string, Queue] => [name, queue];

/** A group per pool. */
const poolIn = (text: string): string => {
  const reading = read(planPool, text);
  return reading.kind === "heard" ? reading.event.detail.pool : "";
};
