import type { Ports } from "../core/ports/ports.ts";
import { EC2_CALLS, OTHER_CALLS, QUEUE_CALL, STORE_CALL } from "./assumptions.ts";
import type { Random, Streams, Timing } from "./random.ts";
import type { PortCall, Through } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** The virtual time a call takes, half of it before its effect and half after: what the caller knows is old by then.
 *  `ofEc2Alone`: calls of the store and of queues take none, so that nobody comes between two of them. `atOnce`: all of it before,
 *  which is old enough by the next call, and half the work. */
export function latency(
  scheduler: Scheduler,
  streams: Streams,
  { ofEc2Alone = false, atOnce = false }: { readonly ofEc2Alone?: boolean; readonly atOnce?: boolean } = {},
): Through {
  const randoms = new Map<string, Random>();
  const randomOf = ({ name }: PortCall): Random => {
    const random = randoms.get(name) ?? streams(`latency/${name}`);
    randoms.set(name, random);
    return random;
  };
  return async (call, work) => {
    const timing = timingOf(call);
    if (!timing || (ofEc2Alone && call.port in PER_PORT)) return work();
    const took = randomOf(call).timing(timing);
    const before = atOnce ? took : Math.floor(took / 2);
    await scheduler.sleep(before);
    const answer = await work();
    if (took > before) await scheduler.sleep(took - before);
    return answer;
  };
}

const PER_PORT: Partial<Record<keyof Ports, Timing>> = {
  records: STORE_CALL,
  instances: STORE_CALL,
  claims: STORE_CALL,
  pools: STORE_CALL,
  templates: STORE_CALL,
  ledgers: STORE_CALL,
  offerings: STORE_CALL,
  blame: STORE_CALL,
  actions: QUEUE_CALL,
  planRequests: QUEUE_CALL,
  timers: QUEUE_CALL,
  publisher: QUEUE_CALL,
  failures: QUEUE_CALL,
  sweeps: STORE_CALL,
  seenSet: STORE_CALL,
  tallies: STORE_CALL,
  deliveries: STORE_CALL,
  handouts: STORE_CALL,
  demand: STORE_CALL,
  autopsies: STORE_CALL,
  probes: QUEUE_CALL,
  sweepRequests: QUEUE_CALL,
};
const PER_METHOD: Readonly<Record<string, Timing>> = { ...EC2_CALLS, ...OTHER_CALLS };
/** Answered from a process's memory, nearly always. */
const REMEMBERED: readonly string[] = ["pools.recall", "pools.list", "templates.find"];

/** Whether a call never leaves the process: there is nothing to send, or the answer is known. */
export const isRemembered = ({ name, args: [first] }: PortCall): boolean =>
  (Array.isArray(first) && first.length === 0) || REMEMBERED.includes(name);

const timingOf = (call: PortCall): Timing | undefined =>
  isRemembered(call) ? undefined : (PER_PORT[call.port] ?? PER_METHOD[call.method]);
