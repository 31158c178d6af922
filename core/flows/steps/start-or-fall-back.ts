import type { Instance } from "../../model/instance.ts";
import { BACKSTOP_DELAY_MS, FALLBACK_STARTS_MAX } from "../../model/limits.ts";
import type { UnavailableOffering } from "../../model/offering.ts";
import { type FallBackPorts, fallBack } from "./fall-back.ts";
import { orStartLater } from "./start-later.ts";
import { type StartOutcome, type StartPorts, startLeased } from "./start-leased.ts";

/** What was asked last, and of which instance: the one given, or what the claim holds instead.
 *  `refused`: nothing was started; the claim says why. The rest is as `Started` says. */
export interface HandedOver {
  readonly kind: Exclude<StartOutcome, "no-capacity">;
  readonly instance: Instance;
}

/** Starts a leased instance; where EC2 has no capacity for it, goes on at once with what is left for its claim, and starts that.
 *  Each further instance has its backstop in the queue before its start is answered, as the first one has.
 *  `unavailable`: the unavailable offerings of the region, if they were just read. */
export async function startOrFallBack(
  ports: StartPorts & FallBackPorts,
  instance: Instance,
  unavailable?: readonly UnavailableOffering[],
): Promise<HandedOver> {
  let kind = await startLeased(ports, instance, unavailable);
  let last = instance;
  for (let starts = 0; starts <= FALLBACK_STARTS_MAX && kind === "no-capacity"; starts += 1) {
    const held = await fallBack(ports, last);
    if (!held) return { kind: "refused", instance: last };
    const next = held.instance;
    last = next;
    // One that is nearly ready is started when it is.
    if (held.actions.length === 0) return { kind: "asked", instance: last };
    const [again] = await Promise.all([
      orStartLater(ports, held.actions, () => startLeased(ports, next), "asked"),
      ports.actions.enqueue(held.actions, { delayMs: BACKSTOP_DELAY_MS }),
    ]);
    kind = again;
  }
  return { kind: kind === "no-capacity" ? "refused" : kind, instance: last };
}
