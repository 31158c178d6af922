import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Instance } from "../../model/instance.ts";
import type { UnavailableOffering } from "../../model/offering.ts";
import { beforeStart, changesForGood } from "../../model/overrides.ts";
import { isOfStart } from "../../model/start.ts";
import { wholeSecond } from "../../model/time.ts";
import type { Refusal } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { requirementOf } from "../../readiness/judge.ts";
import { type Configured, configureLeased } from "./configure-leased.ts";
import { verdictOn } from "./decide.ts";
import { move } from "./move.ts";
import { notePass, noteRefusal, startOfferingOf } from "./note-capacity.ts";

export type StartPorts = Pick<
  Ports,
  | "clock"
  | "instances"
  | "claims"
  | "records"
  | "actions"
  | "offerings"
  | "power"
  | "modifications"
  | "attachments"
  | "names"
>;

/** `asked`: it runs, or is about to · `no-capacity`: not here, not now; the claim waits again, the instance is warm again ·
 *  `refused`: for good · `dropped`: the lease was over by then · `unknown`: EC2 does not know the id (yet, or any more); the
 *  deadline decides. */
export type StartOutcome = "asked" | "no-capacity" | "refused" | "dropped" | "unknown";

/** Makes a leased instance what its claim asks for, then makes it run. Safe to do twice.
 *  `unavailable`: the unavailable offerings of its region, if somebody has read them for this hand-over; what starts then costs
 *  no further read. */
export async function startLeased(
  ports: StartPorts,
  instance: Instance,
  unavailable?: readonly UnavailableOffering[],
): Promise<StartOutcome> {
  const { lease, id, leaseEpoch, region } = instance;
  const stamp = () => ({ at: ports.clock.now(), cause: instance.last.cause });
  if (lease && !lease.configured) {
    const done = await configureLeased(ports, instance);
    if (done.kind === "unknown") return "unknown";
    if (done.kind === "stopped") return stopped(ports, instance, done);
    const configured = await move(ports, id, () => ({ name: "configured", leaseEpoch, ...stamp() }));
    if (configured.kind === "late" || configured.kind === "refused" || configured.kind === "unmanaged")
      return "dropped";
  }
  if (instance.observed.state === "pending") return "asked";
  if (instance.observed.state === "running" && isKnownToRun(instance)) {
    await move(ports, id, (found) => verdictOn(found, stamp()));
    return "asked";
  }
  const answer = await ports.power.start(id);
  if (answer.kind === "already" && answer.state === "running") await heardRunning(ports, instance);
  if ("error" in answer) {
    return refuse(ports, instance, answer, {
      altered: changesForGood(beforeStart(lease?.overrides ?? {})),
      ofOffering: true,
    });
  }
  if (answer.kind === "asked")
    await notePass(ports, { region, offering: startOfferingOf(instance) }, ports.clock.now(), unavailable);
  return answer.kind === "unknown" ? "unknown" : "asked";
}

/** Where EC2's state is the evidence, it must be of this hand-over; an agent that reports proves as much itself. */
const isKnownToRun = (instance: Instance): boolean =>
  requirementOf(instance)?.by !== "ec2-state" || isOfStart(instance, instance.observed.at);

/** EC2's answer says that it runs already: no event will. */
async function heardRunning(ports: StartPorts, { id, entry, last }: Instance): Promise<void> {
  const at = ports.clock.now();
  const heard: Trigger = { name: "ec2:running", seenAt: wholeSecond(at), at, cause: last.cause };
  await move(ports, id, (found) => (found.entry === entry ? heard : undefined));
}

/** What the claimant got wrong costs its claim, and not the instance. */
async function stopped(
  ports: StartPorts,
  instance: Instance,
  { at: field, altered, why }: Extract<Configured, { kind: "stopped" }>,
): Promise<StartOutcome> {
  if (why.kind !== "mistaken") return refuse(ports, instance, why, { altered, ofOffering: field === "type" });
  const { id, leaseEpoch, last } = instance;
  const { error } = why;
  const at = ports.clock.now();
  await move(ports, id, () => ({ name: "unsatisfiable", leaseEpoch, field, error, altered, at, cause: last.cause }));
  return "refused";
}

/** Remembered first: whoever puts the next claim there must know it. `ofOffering`: what EC2 has no room for is the instance in its offering,
 *  and not something that it is given besides. */
async function refuse(
  ports: StartPorts,
  instance: Instance,
  { kind, error }: Refusal,
  { altered, ofOffering }: { readonly altered: boolean; readonly ofOffering: boolean },
): Promise<StartOutcome> {
  const { id, leaseEpoch, region, last } = instance;
  const at = ports.clock.now();
  const noCapacity = kind === "no-capacity";
  if (noCapacity && ofOffering) await noteRefusal(ports, { region, offering: startOfferingOf(instance), error }, at);
  const failed: Trigger = { name: "start-failed", leaseEpoch, error, noCapacity, altered, at, cause: last.cause };
  const moved = await move(ports, id, () => failed);
  return noCapacity && moved.kind === "moved" ? "no-capacity" : "refused";
}
