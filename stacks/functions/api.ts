import type { Deployed } from "../deployed.ts";
import {
  CHECKS,
  items,
  JUDGES_SEALS,
  LOOKS,
  PASSES_ROLES,
  queries,
  REDRIVES,
  REPLAYS,
  STARTS,
  sends,
} from "../grants.ts";
import { OVERRIDES_BEFORE_START } from "../override-grants.ts";

export const apiFunction: Deployed = {
  name: "api",
  memoryMb: 1024,
  timeoutSeconds: 29,
  fed: { by: "http" },
  may: [
    items("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
    queries("bin", "pending", "claims"),
    sends("perform-action", "sweep"),
    STARTS,
    ...OVERRIDES_BEFORE_START,
    PASSES_ROLES,
    LOOKS,
    JUDGES_SEALS,
    ...REDRIVES,
    ...REPLAYS,
    ...CHECKS,
  ],
};
