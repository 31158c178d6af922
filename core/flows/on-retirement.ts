import type { AwsHealthEvent } from "../../events/aws/aws-health-event.v0.ts";
import type { Heard } from "../../events/contract.ts";
import { INSTANCE_ID } from "../model/ids.ts";
import { RETIREMENT_IDS_MAX } from "../model/limits.ts";
import { PortError } from "../ports/errors.ts";
import type { Ports } from "../ports/ports.ts";
import { forEvery } from "./steps/for-every.ts";
import { move } from "./steps/move.ts";

export type Retired = {
  /** `none`: about something else, over, or of no instance of ours. */
  readonly kind: "moved" | "none";
};

/** What AWS Health calls the end of an instance that AWS plans, and our name for it. An instance that AWS plans to reboot lives on.
 *  Source: AWS Health User Guide, "Running operations on EC2 instances automatically in response to events in AWS Health"; EC2 User
 *  Guide, "Scheduled events for your instances". */
const RETIREMENTS: Readonly<Record<string, string>> = {
  AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED: "retirement-scheduled",
  AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED: "retirement-scheduled",
  AWS_EC2_INSTANCE_STOP_SCHEDULED: "stop-scheduled",
};

/** The status of an entity that the event is over for, while it may go on for others.
 *  Source: AWS Health API Reference, AffectedEntity, statusCode. */
const RESOLVED = "RESOLVED";

/** AWS Health says that instances are to be stopped or retired, two weeks before as a rule. An instance that is not in use
 *  leaves the pool; for one that is, its claimant is notified. All other events of AWS Health change nothing. An instance that cannot be moved does not stop the others. */
export async function onRetirement(
  ports: Pick<Ports, "clock" | "instances" | "claims" | "records" | "actions">,
  { id, detail }: Heard<AwsHealthEvent>,
): Promise<Retired> {
  const notice = RETIREMENTS[detail.eventTypeCode];
  if (notice === undefined || detail.statusCode === "closed") return { kind: "none" };
  const entities = (detail.affectedEntities ?? []).filter(({ status }) => status !== RESOLVED);
  const ids = [...new Set(entities.map(({ entityValue = "" }) => idIn(entityValue)))];
  const ours = ids.filter((each) => INSTANCE_ID.test(each));
  if (ours.length > RETIREMENT_IDS_MAX)
    throw new PortError("terminal", "TooMany", `AWS Health names ${ours.length} instances in one event`);
  let isMoved = false;
  await forEvery(ours, async (each) => {
    const { kind } = await move(ports, each, () => ({
      name: "interrupted",
      notice,
      at: ports.clock.now(),
      cause: `event:${id}`,
    }));
    isMoved ||= kind === "moved" || kind === "kept";
  });
  return { kind: isMoved ? "moved" : "none" };
}

/** An entity is named by its id; of some services by its ARN, which ends with it. */
const idIn = (entity: string): string => entity.slice(entity.lastIndexOf("/") + 1);
