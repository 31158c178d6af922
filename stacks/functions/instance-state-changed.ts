import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, sends } from "../grants.ts";

export const instanceStateChangedFunction: Deployed = {
  name: "instance-state-changed",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("instance-state-changed"),
  fed: { by: "event", contract: ec2InstanceStateChange, batch: 10 },
  may: [items("GetItem", "PutItem", "UpdateItem"), sends("perform-action"), mayDeadLetter("instance-state-changed")],
};
