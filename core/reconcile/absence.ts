import type { Instance } from "../model/instance.ts";
import { VISIBILITY_MS } from "../model/limits.ts";
import type { Sweep } from "../model/sweep.ts";
import type { Instant } from "../model/time.ts";
import { isNewerThanListing } from "./compare.ts";

/** What the absence of a record from a sweep means.
 *  `nothing`: its zone was not read to the end, or it changed since, or it is gone already · `missing`: mark it ·
 *  `wait`: marked, and not long enough ago · `look`: only a look-up by id is lacking to prove it gone. */
export type Absence = "nothing" | "missing" | "wait" | "look";

/** Holds a record that a sweep did not see against what the sweep can prove. */
export function absence(
  record: Pick<Instance, "az" | "state" | "suspectSince" | "last">,
  sweep: Pick<Sweep, "shards" | "startedAt">,
): Absence {
  const isRead = sweep.shards.some(({ zone, state }) => zone === record.az && state === "done");
  if (!isRead || record.state === "gone") return "nothing";
  if (record.suspectSince === undefined)
    return isNewerThanListing(record.last.at, sweep.startedAt) ? "nothing" : "missing";
  return isPastVisibility(record.suspectSince, sweep.startedAt) ? "look" : "wait";
}

/** A mark proves something only when a sweep that began past the visibility window misses the instance again. */
const isPastVisibility = (suspectSince: Instant, startedAt: Instant): boolean =>
  startedAt - suspectSince >= VISIBILITY_MS;
