import type { Check } from "../model/check.ts";
import type { PoolId } from "../model/ids.ts";
import { DRY_RUN_AGE_MAX_MS } from "../model/limits.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";
import type { Trial, Tried } from "../model/trial.ts";

/** Calls that a pool takes of an instance, and of a launch. */
const CALLS = 6;

/** Whether the function that works for a pool may do so, by the last dry run. None, or an old one, says nothing. */
export function permissionsCheck(pool: PoolId, trial: Trial | undefined, now: Instant): Check {
  const about = { kind: "permissions", of: pool } as const;
  const ageMs = trial && now - trial.at;
  if (!trial || ageMs === undefined || ageMs > DRY_RUN_AGE_MAX_MS)
    return {
      ...about,
      outcome: "unknown",
      found: ageMs === undefined ? {} : { ageMs },
      says: trial
        ? `the last dry run is ${Math.floor((now - trial.at) / MINUTE_MS)} min old`
        : "no dry run was made yet",
      fix: "greenroom doctor asks for one; if none comes, greenroom redrive perform-action --dry-run, and the log of perform-action",
    };
  const count = (outcome: Tried["outcome"]) => trial.tried.filter((each) => each.outcome === outcome).length;
  const found = {
    allowed: count("allowed"),
    refused: count("refused"),
    unanswered: count("unanswered"),
    untried: Math.max(0, CALLS - trial.tried.length),
    by: trial.by,
    ageMs,
  };
  const refused = trial.tried.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0)
    return {
      ...about,
      outcome: "ill",
      found,
      says: `EC2 would refuse ${trial.by}: ${refused.map(named).join(", ")}`,
      fix: refused.some(({ code }) => code === "UnauthorizedOperation")
        ? "name the template's subnets, groups, image and role, and the pool, in the settings (docs/deploying.md), and deploy again; what a permissions boundary or an organization forbids, no role allows"
        : `mend the template: greenroom explain ${pool} names it, greenroom apply FILE changes it`,
    };
  const unsaid = [
    ...trial.tried.filter(({ outcome }) => outcome === "unanswered").map(named),
    ...(found.untried > 0 ? [`${found.untried} calls that need an instance, and the pool has none`] : []),
  ];
  if (unsaid.length > 0)
    return {
      ...about,
      outcome: "unknown",
      found,
      says: `EC2 would allow ${found.allowed} of ${CALLS} calls; nothing is known of ${unsaid.join(", ")}`,
      fix: `ask again when the pool holds an instance: greenroom list ${pool}`,
    };
  return {
    ...about,
    outcome: "well",
    found,
    says: `EC2 would allow ${trial.by} all of ${found.allowed} calls, by dry run`,
  };
}

const named = ({ action, code }: Tried): string => (code === undefined ? action : `${action} (${code})`);
