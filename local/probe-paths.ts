import { probeText } from "../adapters/messages/probe-texts.ts";
import type { Probe, ProbePath } from "../core/model/delivery.ts";
import { PROBE_TICK_MS } from "../core/model/limits.ts";
import { retryRow } from "../core/model/retries.ts";
import { iso, MINUTE_MS } from "../core/model/time.ts";
import type { Ports } from "../core/ports/ports.ts";
import { probeTick } from "../events/commands/probe-tick.v1.ts";
import { write } from "../events/contract.ts";
import { deliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { probeRoutes } from "../functions/routes.ts";
import { DOUBLED_NOTICE_CHANCE, TOPIC_DELIVERY } from "./assumptions.ts";
import { bus } from "./bus.ts";
import type { Emit } from "./facts.ts";
import { standardQueue } from "./queues.ts";
import type { Random, Streams } from "./random.ts";
import { atOnce, type Invoke } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** When a probe comes to the function at its path's end, in ms after it was sent, as often as it comes: [] is a loss, two of them a
 *  double. What is known here must be found in the report. */
export type KnownDelays = (probe: Probe) => readonly number[];

type ProbeRoute = (typeof probeRoutes)[keyof typeof probeRoutes];

/** Lambda tries an asynchronous invocation that failed twice more, a minute and then two later.
 *  Source: Lambda Developer Guide, "Asynchronous invocation". */
const INVOKE_TRIES_MAX = 3;

export interface ProbePathsParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly ports: Ports;
  readonly emit: Emit;
  /** Instead of the local cloud's own delays, losses and doubles. */
  readonly known?: KnownDelays;
  /** Takes a tick for its function, and hands messages to functions; left out: by plain calls. */
  readonly put?: (name: string, text: string) => void;
  readonly invoke?: Invoke;
}

export interface ProbePaths {
  /** Takes a probe from the sender. */
  carry(probe: Probe): void;
  /** Probes every path from now on, every PROBE_TICK_MS. */
  begin(): void;
}

/** The delivery paths of the local cloud, made of its bus, topic and queues, and the functions at both ends. */
export function probePaths(parts: ProbePathsParts): ProbePaths {
  const { scheduler, streams, ports, emit, known, put = () => {}, invoke: hand = atOnce } = parts;
  const received = (route: ProbeRoute, text: string) => hand(route.name, text, () => route.receive(ports, text));
  const onDead = (from: string) => (text: string, error: unknown) =>
    emit({ kind: "dead", from, text, error: String(error) });
  const queueTo = (route: ProbeRoute) =>
    standardQueue({
      scheduler,
      random: streams(`queue/${route.name}`),
      name: route.name,
      row: retryRow(route.name),
      receive: (text) => received(route, text),
      onDead: onDead(route.name),
    });
  /** As Lambda does for a topic. */
  const invoke = async (route: ProbeRoute, text: string, tries = 1): Promise<void> => {
    try {
      await received(route, text);
    } catch (error) {
      if (tries === INVOKE_TRIES_MAX) onDead(route.name)(text, error);
      else scheduler.after(tries * MINUTE_MS, () => invoke(route, text, tries + 1));
    }
  };
  const { tick, fromQueue, fromTopic } = probeRoutes;
  const ticks = queueTo(tick);
  const inbox = queueTo(fromQueue);
  const toInbox = (text: string): void => inbox.send(text, scheduler.now());
  const events = bus({ scheduler, streams, rules: [{ wants: deliveryProbe, deliver: toInbox }], lose: 0 });
  const random = streams("probe-topic");
  const ways: Readonly<Record<ProbePath, (text: string) => void>> = {
    "bus-sqs": (text) => events.put(JSON.parse(text)),
    "sns-sqs": (text) => asTopic(scheduler, random, () => toInbox(text)),
    "sns-lambda": (text) => asTopic(scheduler, random, () => invoke(fromTopic, text)),
  };
  return {
    carry(probe) {
      const text = probeText(probe);
      if (!known) return ways[probe.path](text);
      const route = probe.path === "sns-lambda" ? fromTopic : fromQueue;
      for (const delayMs of known(probe)) scheduler.at(probe.sentAt + delayMs, () => invoke(route, text));
    },
    begin() {
      const next = (): void =>
        scheduler.after(PROBE_TICK_MS, () => {
          const at = scheduler.now();
          const text = write(probeTick, { version: 1 }, { id: `probe-tick:${iso(at)}`, at });
          put(tick.name, text);
          ticks.send(text, at);
          next();
        });
      next();
    },
  };
}

/** As SNS delivers: a little later, at least once. */
function asTopic(scheduler: Scheduler, random: Random, deliver: () => void | Promise<void>): void {
  scheduler.after(random.timing(TOPIC_DELIVERY), deliver);
  if (random.chance(DOUBLED_NOTICE_CHANCE)) scheduler.after(random.timing(TOPIC_DELIVERY), deliver);
}
