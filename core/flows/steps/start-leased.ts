import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Wall } from "../../model/capacity.ts";
import { changesForGood } from "../../model/fit.ts";
import type { Instance } from "../../model/instance.ts";
import type { Refusal } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { verdictOn } from "./decide.ts";
import { type Fitted, fitLeased } from "./fit-leased.ts";
import { move } from "./move.ts";
import { notePass, noteRefusal, startPlaceOf } from "./note-capacity.ts";

export type StartPorts = Pick<
  Ports,
  "clock" | "instances" | "claims" | "records" | "actions" | "capacity" | "power" | "fitting" | "attachments" | "names"
>;

/** `asked`: it runs, or is about to · `no-capacity`: not here, not now; the claim waits again, the instance is warm again ·
 *  `refused`: for good · `dropped`: the lease was over by then · `unknown`: EC2 does not know the id (yet, or any more); the
 *  deadline decides. */
export type Started = "asked" | "no-capacity" | "refused" | "dropped" | "unknown";

/** Makes a leased instance what its claim asks for, then makes it run. Safe to do twice.
 *  `walls`: those of its region, if somebody has read them for this hand-over; what starts then costs no further read. */
export async function startLeased(ports: StartPorts, instance: Instance, walls?: readonly Wall[]): Promise<Started> {
  const { lease, id, leaseEpoch, region } = instance;
  const stamp = () => ({ at: ports.clock.now(), cause: instance.last.cause });
  if (lease && !lease.fitted) {
    const done = await fitLeased(ports, instance);
    if (done.kind === "unknown") return "unknown";
    if (done.kind === "stopped") return stopped(ports, instance, done);
    const fitted = await move(ports, id, () => ({ name: "fitted", leaseEpoch, ...stamp() }));
    if (fitted.kind === "late" || fitted.kind === "refused" || fitted.kind === "foreign") return "dropped";
  }
  if (instance.observed.state === "pending") return "asked";
  if (instance.observed.state === "running") {
    await move(ports, id, (found) => verdictOn(found, stamp()));
    return "asked";
  }
  const answer = await ports.power.start(id);
  if ("error" in answer) {
    const { access: _, ...changed } = lease?.fit ?? {};
    return refuse(ports, instance, answer, { altered: changesForGood(changed), ofPlace: true });
  }
  if (answer.kind === "asked")
    await notePass(ports, { region, place: startPlaceOf(instance) }, ports.clock.now(), walls);
  return answer.kind === "unknown" ? "unknown" : "asked";
}

/** What the claimant got wrong costs its claim, and not the instance. */
async function stopped(
  ports: StartPorts,
  instance: Instance,
  { at: field, altered, why }: Extract<Fitted, { kind: "stopped" }>,
): Promise<Started> {
  if (why.kind !== "mistaken") return refuse(ports, instance, why, { altered, ofPlace: field === "type" });
  const { id, leaseEpoch, last } = instance;
  const { error } = why;
  const at = ports.clock.now();
  await move(ports, id, () => ({ name: "misfit", leaseEpoch, field, error, altered, at, cause: last.cause }));
  return "refused";
}

/** Remembered first: whoever puts the next claim there must know it. `ofPlace`: what EC2 has no room for is the instance at its place,
 *  and not something that it is given besides. */
async function refuse(
  ports: StartPorts,
  instance: Instance,
  { kind, error }: Refusal,
  { altered, ofPlace }: { readonly altered: boolean; readonly ofPlace: boolean },
): Promise<Started> {
  const { id, leaseEpoch, region, last } = instance;
  const at = ports.clock.now();
  const noCapacity = kind === "no-capacity";
  if (noCapacity && ofPlace) await noteRefusal(ports, { region, place: startPlaceOf(instance), error }, at);
  const failed: Trigger = { name: "start-failed", leaseEpoch, error, noCapacity, altered, at, cause: last.cause };
  const moved = await move(ports, id, () => failed);
  return noCapacity && moved.kind === "moved" ? "no-capacity" : "refused";
}
