import { probeText } from "../adapters/messages/probe-texts.ts";
import type { Probe, ProbePath } from "../core/model/delivery.ts";
import { MINUTE_MS } from "../core/model/time.ts";
import type { Ports } from "../core/ports/ports.ts";
import { deliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { probeFromQueueFunction, probeFromTopicFunction } from "../functions/manifest.ts";
import { routeOf } from "../functions/routes.ts";
import { DOUBLED_NOTICE_CHANCE, TOPIC_DELIVERY } from "./assumptions.ts";
import { bus } from "./bus.ts";
import type { Emit } from "./facts.ts";
import type { Inboxes } from "./inboxes.ts";
import type { Random, Streams } from "./random.ts";
import { atOnce, type Invoke } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** When a probe comes to the function at its path's end, in ms after it was sent, as often as it comes: [] is a loss, two of them a
 *  double. What is known here must be found in the report. */
export type KnownDelays = (probe: Probe) => readonly number[];

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
  readonly boxes: Pick<Inboxes, "byName">;
  /** Hands messages to functions; left out: by plain calls. */
  readonly invoke?: Invoke;
}

export interface ProbePaths {
  /** Takes a probe from the sender. */
  carry(probe: Probe): void;
}

/** The delivery paths of the local cloud, made of its bus, topic and queues, and the functions at both ends. */
export function probePaths(parts: ProbePathsParts): ProbePaths {
  const { scheduler, streams, ports, emit, known, boxes, invoke: hand = atOnce } = parts;
  /** As Lambda does for a topic. */
  const invoke = async (name: string, text: string, tries = 1): Promise<void> => {
    try {
      await hand(name, text, () => routeOf(name).receive(ports, text));
    } catch (error) {
      if (tries === INVOKE_TRIES_MAX) emit({ kind: "dead", from: name, text, error: String(error) });
      else scheduler.after(tries * MINUTE_MS, () => invoke(name, text, tries + 1));
    }
  };
  const [fromQueue, fromTopic] = [probeFromQueueFunction.name, probeFromTopicFunction.name];
  const toInbox = (text: string): void => boxes.byName.get(fromQueue)?.send(text, scheduler.now());
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
      const name = probe.path === "sns-lambda" ? fromTopic : fromQueue;
      for (const delayMs of known(probe)) scheduler.at(probe.sentAt + delayMs, () => invoke(name, text));
    },
  };
}

/** As SNS delivers: a little later, at least once. */
function asTopic(scheduler: Scheduler, random: Random, deliver: () => void | Promise<void>): void {
  scheduler.after(random.timing(TOPIC_DELIVERY), deliver);
  if (random.chance(DOUBLED_NOTICE_CHANCE)) scheduler.after(random.timing(TOPIC_DELIVERY), deliver);
}
