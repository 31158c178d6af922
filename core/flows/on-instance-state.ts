import type { Ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import type { Heard } from "../../events/contract.ts";
import type { Observation } from "../model/instance.ts";
import { LATE_EVENT_MS } from "../model/limits.ts";
import type { Ports } from "../ports/ports.ts";
import type { Irregularity } from "../reconcile/punctuality.ts";
import { type Moved, move } from "./steps/move.ts";
import { tally } from "./steps/tally.ts";

/** EC2 says an instance changed state. The record is the filter: an id that none knows causes no call. An event that came as it
 *  should costs no more than the record's own write; one that came late or twice is counted, which is a further one. */
export async function onInstanceState(
  ports: Pick<Ports, "clock" | "counters" | "instances" | "claims" | "records" | "actions" | "tallies">,
  { id, at: seenAt, detail }: Heard<Ec2InstanceStateChange>,
): Promise<Moved> {
  const at = ports.clock.now();
  const { state } = detail;
  const moved = await move(ports, detail["instance-id"], () => ({
    name: `ec2:${state}`,
    seenAt,
    at,
    cause: `event:${id}`,
  }));
  const irregular = irregularity(moved, { state, at: seenAt }, at - seenAt);
  if (irregular && moved.kind !== "unmanaged") await tally(ports, moved.instance, irregular);
  return moved;
}

/** `lateMs` is from EC2's own time to ours. A double that comes after the next event is taken for a late one: the record remembers
 *  one observation, no events. */
function irregularity(moved: Moved, said: Observation, lateMs: number): Irregularity | undefined {
  const event = `ec2:${said.state}`;
  switch (moved.kind) {
    case "moved":
    case "kept":
      return lateMs >= LATE_EVENT_MS ? { kind: "late", event, lateMs } : undefined;
    case "late":
      return isLaunchs(moved.instance, said) ? undefined : { kind: "late", event, lateMs };
    case "already":
      return isLaunchs(moved.instance, said) || moved.instance.observed.at !== said.at
        ? undefined
        : { kind: "doubled", event };
    default:
      return undefined;
  }
}

/** RunInstances answered `pending` before any event could: the event is neither late nor a double of another. */
const isLaunchs = ({ state, observed }: { state: string; observed: Observation }, said: Observation): boolean =>
  state === "launching" && observed.state === "pending" && said.state === "pending";
