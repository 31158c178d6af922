import type { Ports } from "../../../core/ports/ports.ts";
import { type OutletsSettings, outlets } from "./outlets.ts";
import { type QueuesSettings, queues } from "./queues.ts";

export interface MessagesSettings extends QueuesSettings, OutletsSettings {}

/** The plane's queues, topic and bus. Counts `aws-error-unlisted` (api, code) for every error code that `errors.ts` does not
 *  know. */
export const messages = (
  settings: MessagesSettings,
): Pick<
  Ports,
  "actions" | "planRequests" | "timers" | "publisher" | "people" | "sweepRequests" | "failures" | "probes"
> => ({ ...queues(settings), ...outlets(settings) });
