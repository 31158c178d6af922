import { ec2SpotInterruption } from "../../events/aws/ec2-spot-interruption.v0.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, sends } from "../grants.ts";

export const spotInterruptedFunction: Deployed = {
  name: "spot-interrupted",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("spot-interrupted"),
  fed: { by: "event", contract: ec2SpotInterruption, batch: 10 },
  may: [items("GetItem", "PutItem", "UpdateItem"), sends("perform-action"), mayDeadLetter("spot-interrupted")],
};
