import * as z from "zod";
import type { Contract } from "../contract.ts";
import { change } from "./change.ts";

const detail = z.object({
  ...change,
  kind: z.string(),
  /** What identifies the resource, and what most subscribers look at. */
  resource: z.object({
    id: z.string(),
    version: z.int().min(1),
    pool: z.string().optional(),
    state: z.string().optional(),
  }),
  /** The path of the plane's API that has the resource whole, as it is by then: its version may be a later one. */
  href: z.string(),
  /** Bytes of the message that would have carried it. */
  bytes: z.int().min(1),
  /** What is left out here. */
  leftOut: z.array(z.enum(["resource", "reasons"])),
});

export const changeByReference = {
  source: "greenroom",
  detailType: "Change By Reference",
  version: 1,
  says: "A resource changed, and is too large for a message: `href` is its path in the API.",
  detail,
} as const satisfies Contract;

export type ChangeByReference = z.infer<typeof detail>;
