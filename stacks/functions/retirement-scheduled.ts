import { awsHealthEvent } from "../../events/aws/aws-health-event.v0.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, sends } from "../grants.ts";

export const retirementScheduledFunction: Deployed = {
  name: "retirement-scheduled",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("retirement-scheduled"),
  fed: { by: "event", contract: awsHealthEvent, batch: 10 },
  may: [items("GetItem", "PutItem", "UpdateItem"), sends("perform-action"), mayDeadLetter("retirement-scheduled")],
};
