import type { Deployed } from "../deployed.ts";
import { items } from "../grants.ts";

export const probeFromTopicFunction: Deployed = {
  name: "probe-from-topic",
  memoryMb: 256,
  timeoutSeconds: 30,
  fed: { by: "topic" },
  may: [items("UpdateItem")],
};
