import type { QueueName } from "../adapters/memory/messages.ts";
import type { Ports } from "../core/ports/ports.ts";
import { planPool } from "../events/commands/plan-pool.v1.ts";
import { read } from "../events/contract.ts";
import { eventRoutes, queueRoutes, sweepTicks, tickRoute } from "../functions/routes.ts";
import type { Rule } from "./bus.ts";
import type { Tell } from "./facts.ts";
import { fifoQueue, type Queue, type QueueParts, standardQueue } from "./queues.ts";
import type { Streams } from "./random.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface InboxParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly ports: Ports;
  readonly tell: Tell;
}

/** Every queue there is, each with the function it feeds. */
export interface Inboxes {
  /** The default bus's rules. */
  readonly rules: readonly Rule[];
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly tick: Queue;
  readonly sweepTick: Queue;
  /** Messages being worked on. */
  busy(): number;
}

type AnyRoute = (typeof eventRoutes)[number];

export function inboxes({ scheduler, streams, ports, tell }: InboxParts): Inboxes {
  const partsFor = (route: AnyRoute): QueueParts => ({
    scheduler,
    random: streams(`queue/${route.name}`),
    receive: (text) => route.receive(ports, text),
    onDead: (text, error) => tell({ kind: "dead", from: route.name, text, error: String(error) }),
  });
  const rules = eventRoutes.map((route) => ({ wants: route.contract, queue: standardQueue(partsFor(route)) }));
  const queues = {
    actions: standardQueue(partsFor(queueRoutes.actions)),
    plans: fifoQueue({ ...partsFor(queueRoutes.plans), groupOf: poolIn }),
    timers: standardQueue(partsFor(queueRoutes.timers)),
    sweeps: standardQueue(partsFor(queueRoutes.sweeps)),
  };
  const tick = standardQueue(partsFor(tickRoute));
  const sweepTick = standardQueue(partsFor(sweepTicks));
  const all = [...rules.map(({ queue }) => queue), ...Object.values(queues), tick, sweepTick];
  return {
    rules: rules.map(({ wants, queue }) => ({ wants, deliver: (text) => queue.send(text, scheduler.now()) })),
    queues,
    tick,
    sweepTick,
    busy: () => all.reduce((sum, queue) => sum + queue.busy(), 0),
  };
}

/** A group per pool. */
const poolIn = (text: string): string => {
  const reading = read(planPool, text);
  return reading.kind === "heard" ? reading.event.detail.pool : "";
};
