import type { Deployed } from "../deployed.ts";
import { items, KEEPS_FAILURES, PUBLISHES, sends, TELLS_PEOPLE } from "../grants.ts";

export const retellFunction: Deployed = {
  name: "retell",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "redrive", batch: 1, atOnce: 2 },
  may: [
    items("PutItem", "UpdateItem", "Query"),
    sends("plan-pool", "wake", "perform-action"),
    ...PUBLISHES,
    TELLS_PEOPLE,
    KEEPS_FAILURES,
  ],
};
