import type { InstanceId } from "../model/ids.ts";
import type { Signal } from "../model/instance.ts";
import type { Ports } from "../ports/ports.ts";
import { authorizes, type IdentityProof } from "../readiness/identity.ts";
import { evidenceOf, judge, requirementOf, type Verdict } from "../readiness/judge.ts";
import { type Moved, move } from "./steps/move.ts";

export interface Signalled {
  readonly moved: Moved;
  /** What is still awaited in the state the instance is now in, in words it can act on. */
  readonly verdict: Verdict | undefined;
  /** Its template does not accept that proof: nothing of the signal was believed. */
  readonly isMismatch?: true;
}

/** An instance sends evidence about itself. The moment is ours: its own clock may be days off. */
export async function onSignal(
  ports: Pick<Ports, "clock" | "counters" | "instances" | "claims" | "records" | "actions">,
  id: InstanceId,
  sent: Omit<Signal, "at">,
  proof: IdentityProof = "iam",
): Promise<Signalled> {
  const at = ports.clock.now();
  const signal = { ...sent, at };
  let isMismatch = false;
  const moved = await move(ports, id, (instance) => {
    isMismatch = !authorizes(instance, proof);
    return isMismatch ? undefined : { name: "signal", signal, at, cause: `signal:${id}:${sent.name}` };
  });
  if (moved.kind === "unmanaged") return { moved, verdict: undefined };
  if (isMismatch) return { moved, verdict: undefined, isMismatch };
  const { instance } = moved;
  if (moved.kind === "refused") ports.counters.count("signal-refused", { pool: instance.pool, why: moved.reason.code });
  // What comes before EC2's `running` was heard counts for the preparation, and an event that was lost must not leave the
  // instance unanswered: a clock that is off is set now or never.
  const requirement = requirementOf(instance.state === "launching" ? { ...instance, state: "preparing" } : instance);
  return {
    moved,
    verdict: requirement && judge(requirement, evidenceOf(instance)),
  };
}
