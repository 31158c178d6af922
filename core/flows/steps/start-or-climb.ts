import type { Wall } from "../../model/capacity.ts";
import type { Instance } from "../../model/instance.ts";
import { BACKSTOP_DELAY_MS, LADDER_STARTS_MAX } from "../../model/limits.ts";
import { type ClimbPorts, climb } from "./climb.ts";
import { type Started, type StartPorts, startLeased } from "./start-leased.ts";

/** What was asked last, and of which instance: the one given, or what the claim holds in its place.
 *  `refused`: nothing was started; the claim says why. The rest is as `Started` says. */
export interface HandedOver {
  readonly kind: Exclude<Started, "no-capacity">;
  readonly instance: Instance;
}

/** Starts a leased instance; where EC2 has no capacity for it, goes on at once with what is left for its claim, and starts that.
 *  Each further instance has its backstop in the queue before its start is answered, as the first one has.
 *  `walls`: those of the region, if they were just read. */
export async function startOrClimb(
  ports: StartPorts & ClimbPorts,
  instance: Instance,
  walls?: readonly Wall[],
): Promise<HandedOver> {
  let kind = await startLeased(ports, instance, walls);
  let last = instance;
  for (let starts = 0; starts <= LADDER_STARTS_MAX && kind === "no-capacity"; starts += 1) {
    const held = await climb(ports, last);
    if (!held) return { kind: "refused", instance: last };
    last = held.instance;
    // One that is nearly ready is started when it is.
    if (held.actions.length === 0) return { kind: "asked", instance: last };
    const [again] = await Promise.all([
      startLeased(ports, last),
      ports.actions.enqueue(held.actions, { delayMs: BACKSTOP_DELAY_MS }),
    ]);
    kind = again;
  }
  return { kind: kind === "no-capacity" ? "refused" : kind, instance: last };
}
