import { STREAM_BATCH_MAX } from "../../core/model/limits.ts";
import type { Deployed } from "../deployed.ts";
import { PUBLISHES_CHANGES } from "../grants.ts";

export const notifyFunction: Deployed = {
  name: "notify",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "stream", records: STREAM_BATCH_MAX },
  may: PUBLISHES_CHANGES,
};
