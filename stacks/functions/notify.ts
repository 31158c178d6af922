import { STREAM_BATCH_MAX } from "../../core/model/limits.ts";
import type { Deployed } from "../deployed.ts";
import { items, KEEPS_FAILURES, PUBLISHES, sends, TELLS_PEOPLE } from "../grants.ts";

export const notifyFunction: Deployed = {
  name: "notify",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "stream", records: STREAM_BATCH_MAX },
  may: [
    items("PutItem", "UpdateItem", "Query"),
    sends("plan-pool", "wake", "perform-action"),
    ...PUBLISHES,
    TELLS_PEOPLE,
    KEEPS_FAILURES,
  ],
};
