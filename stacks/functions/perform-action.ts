import { type Deployed, timeoutSeconds } from "../deployed.ts";
import {
  items,
  LAUNCHES,
  LOOKS,
  mayDeadLetter,
  queries,
  READS_CONSOLE,
  SEALS,
  STARTS,
  STOPS,
  sends,
  TERMINATES,
} from "../grants.ts";
import { OVERRIDES_AFTER_START, OVERRIDES_BEFORE_START } from "../override-grants.ts";

export const performActionFunction: Deployed = {
  name: "perform-action",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("perform-action"),
  fed: { by: "queue", batch: 5 },
  may: [
    items("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
    queries("bin"),
    sends("perform-action", "plan-pool"),
    ...LAUNCHES,
    STARTS,
    STOPS,
    ...TERMINATES,
    ...OVERRIDES_BEFORE_START,
    ...OVERRIDES_AFTER_START,
    LOOKS,
    READS_CONSOLE,
    SEALS,
    mayDeadLetter("perform-action"),
  ],
};
