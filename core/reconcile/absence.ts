import type { Instance } from "../model/instance.ts";
import { VISIBILITY_MS } from "../model/limits.ts";
import type { Sweep } from "../model/sweep.ts";
import { POOL_TAG } from "../model/tags.ts";
import type { Instant } from "../model/time.ts";
import { isNewerThanListing } from "./compare.ts";

/** What the absence of a record from a sweep means.
 *  `nothing`: its zone was not read to the end, or it changed since, or it is gone already · `missing`: mark it ·
 *  `doubted`: mark it only if a look-up misses it too, for an empty answer is no empty zone, and a listing by our tag cannot
 *  show what has lost it · `wait`: marked, and not long enough ago · `look`: only a look-up by id is lacking to prove it gone. */
export type Absence = "nothing" | "missing" | "doubted" | "wait" | "look";

/** Holds a record that a sweep did not see against what the sweep can prove. */
export function absence(
  record: Pick<Instance, "az" | "state" | "since" | "observed" | "tags" | "suspectSince" | "last">,
  sweep: Pick<Sweep, "shards" | "startedAt">,
): Absence {
  const read = sweep.shards.find(({ zone, state }) => zone === record.az && state === "done");
  if (!read || record.state === "gone") return "nothing";
  if (record.suspectSince !== undefined)
    return isPastVisibility(record.suspectSince, sweep.startedAt) ? "look" : "wait";
  if (isNewerThanListing(newsAt(record), sweep.startedAt)) return "nothing";
  return read.rows > 0 && POOL_TAG in record.tags ? "missing" : "doubted";
}

/** When we last heard or did anything that changes what a listing shows. That a deadline asked EC2 again does not: an instance
 *  that ended unheard is asked to end every few minutes, and would be too new for every sweep. */
const newsAt = ({ last, since, observed }: Pick<Instance, "last" | "since" | "observed">): Instant =>
  last.name === "deadline" && last.from === last.to ? Math.max(since, observed.at) : last.at;

/** A mark proves something only when a sweep that began past the visibility window misses the instance again. */
const isPastVisibility = (suspectSince: Instant, startedAt: Instant): boolean =>
  startedAt - suspectSince >= VISIBILITY_MS;
