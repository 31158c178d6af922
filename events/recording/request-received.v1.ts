import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({
  version: z.literal(1),
  method: z.enum(["POST", "PUT", "PATCH", "DELETE"]),
  /** With its query, beginning with a slash. */
  path: z.string().startsWith("/"),
  /** As it came: what is no JSON is refused again in a replay. */
  body: z.string(),
  caller: z.string(),
});

/** Requests that only read are not recorded: they change nothing. */
export const requestReceived = {
  source: "greenroom.recording",
  detailType: "Request Received",
  version: 1,
  says: "An API request that may change the plane's state.",
  detail,
} as const satisfies Contract;

export type RequestReceived = z.infer<typeof detail>;
