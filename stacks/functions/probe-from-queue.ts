import { deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import type { Deployed } from "../deployed.ts";
import { items, mayDeadLetter } from "../grants.ts";

export const probeFromQueueFunction: Deployed = {
  name: "probe-from-queue",
  memoryMb: 256,
  timeoutSeconds: 30,
  fed: { by: "probes", contract: deliveryProbe, batch: 1 },
  may: [items("UpdateItem"), mayDeadLetter("probe-from-queue")],
};
