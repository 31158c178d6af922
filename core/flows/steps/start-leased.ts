import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Instance } from "../../model/instance.ts";
import { placeOf } from "../../model/ledger.ts";
import { CAPACITY_MEMORY_MS } from "../../model/limits.ts";
import type { Refusal } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { verdictOn } from "./decide.ts";
import { fitLeased } from "./fit-leased.ts";
import { move } from "./move.ts";

type StartPorts = Pick<
  Ports,
  "clock" | "instances" | "claims" | "records" | "actions" | "ledgers" | "power" | "fitting"
>;

/** Makes a leased instance what its claim asks for, then makes it run. Safe to do twice.
 *  `dropped`: the lease ended while it was fitted. `unknown`: EC2 does not know the id (yet, or any more); the deadline decides. */
export async function startLeased(
  ports: StartPorts,
  instance: Instance,
): Promise<"asked" | "refused" | "dropped" | "unknown"> {
  const { lease, id, leaseEpoch } = instance;
  const stamp = () => ({ at: ports.clock.now(), cause: instance.last.cause });
  if (lease && !lease.fitted) {
    const refusal = await fitLeased(ports, instance);
    if (refusal) return refuse(ports, instance, refusal);
    const fitted = await move(ports, id, () => ({ name: "fitted", leaseEpoch, ...stamp() }));
    if (fitted.kind === "late" || fitted.kind === "refused" || fitted.kind === "foreign") return "dropped";
  }
  if (instance.observed.state === "pending") return "asked";
  if (instance.observed.state === "running") {
    await move(ports, id, (found) => verdictOn(found, stamp()));
    return "asked";
  }
  const answer = await ports.power.start(id);
  if ("error" in answer) return refuse(ports, instance, answer);
  return answer.kind === "unknown" ? "unknown" : "asked";
}

async function refuse(ports: StartPorts, instance: Instance, { kind, error }: Refusal): Promise<"refused"> {
  const { id, leaseEpoch, pool, az, lease, type, last } = instance;
  const at = ports.clock.now();
  const noCapacity = kind === "no-capacity";
  if (noCapacity) await ports.ledgers.close(pool, placeOf(az, lease?.fit.type ?? type), at + CAPACITY_MEMORY_MS);
  const failed: Trigger = { name: "start-failed", leaseEpoch, error, noCapacity, at, cause: last.cause };
  await move(ports, id, () => failed);
  return "refused";
}
