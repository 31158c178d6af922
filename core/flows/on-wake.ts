import type { Timer } from "../ports/messages.ts";
import type { Ports } from "../ports/ports.ts";
import { look } from "./steps/look.ts";
import { type Moved, move } from "./steps/move.ts";

type WakePorts = Pick<
  Ports,
  "clock" | "counters" | "instances" | "claims" | "records" | "actions" | "timers" | "lookup" | "tallies"
>;

/** The time of a state entry is over. Looks before it acts: one look-up by id becomes an observation, and only if that
 *  leaves the state as it is does the deadline act. What EC2 is found to have done unheard is counted. */
export async function onWake(ports: WakePorts, timer: Timer): Promise<Moved | { readonly kind: "early" }> {
  const at = ports.clock.now();
  if (at < timer.wakeAt) {
    await ports.timers.arm(timer);
    return { kind: "early" };
  }
  const { instance: id, entry, askedAgain } = timer;
  const cause = `deadline:${id}:${entry}`;
  const instance = await ports.instances.find(id);
  if (!instance) return { kind: "unmanaged" };
  if (instance.entry !== entry || instance.askedAgain !== askedAgain) return { kind: "late", instance };

  const looked = await look(ports, instance, cause);
  if (looked.kind === "seen" && looked.moved.kind === "moved") return looked.moved;
  return move(ports, id, () => ({ name: "deadline", entry, askedAgain, at, cause }));
}
