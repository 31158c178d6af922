import type { InstanceId } from "../../../core/model/ids.ts";
import { type Instant, MINUTE_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { Through } from "../../../local/seam.ts";
import type { Armoury } from "./armed.ts";

/** As where a zone is short of capacity, of addresses, or of what makes volumes and interfaces: seldom, and no deadline ends it. */
const PENDING_MS = { least: 3 * MINUTE_MS, most: 40 * MINUTE_MS };
/** Longer than listings are known to lag; look-ups know it meanwhile. */
const UNLISTED_MS = { least: 4 * MINUTE_MS, most: 16 * MINUTE_MS };

/** An EC2 that leaves what it launched pending for long, and one whose listings do not show it for a while of that. */
export function launchFaults(armed: Armoury, { scheduler, world }: LocalCloud): Through {
  const unlistedUntil = new Map<InstanceId, Instant>();
  const isListed = ({ id }: Ec2Instance): boolean => scheduler.now() >= (unlistedUntil.get(id) ?? 0);

  function strike(instances: readonly Ec2Instance[]): void {
    const machine = instances
      .flatMap(({ id }) => world.machines.get(id) ?? [])
      .find(({ state, id }) => state === "pending" && !unlistedUntil.has(id));
    const struck = machine && armed.strike("launch");
    if (!struck) return;
    const { fault, random } = struck;
    const pendingMs = Math.round(random.between(PENDING_MS.least, PENDING_MS.most));
    const unlistedMs =
      fault.kind === "launch-unlisted" ? Math.round(random.between(UNLISTED_MS.least, UNLISTED_MS.most)) : 0;
    unlistedUntil.set(machine.id, scheduler.now() + unlistedMs);
    world.power.prolong(machine, Math.max(pendingMs, unlistedMs));
  }

  return async <Answer>(call: Parameters<Through>[0], work: () => Promise<Answer>): Promise<Answer> => {
    const answer = await work();
    if (call.port === "launcher") {
      const { instances = [] } = answer as { instances?: readonly Ec2Instance[] };
      strike(instances);
    }
    if (call.port !== "listing") return answer;
    const { rows, ...rest } = answer as { rows?: readonly Ec2Instance[] };
    return rows ? ({ ...rest, rows: rows.filter(isListed) } as Answer) : answer;
  };
}
