import { deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter } from "../grants.ts";

export const probeFromQueueFunction: Deployed = {
  name: "probe-from-queue",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("probe-from-queue"),
  fed: { by: "probes", contract: deliveryProbe, batch: 1 },
  may: [items("UpdateItem"), mayDeadLetter("probe-from-queue")],
};
