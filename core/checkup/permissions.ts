import type { Check } from "../model/check.ts";
import type { PoolId } from "../model/ids.ts";
import { DRY_RUN_AGE_MAX_MS } from "../model/limits.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";
import { TRIED_BY, type Trial, type Tried, type TriedBy } from "../model/trial.ts";

/** Whether a function that acts for a pool may do so, by the last dry run. None, or an old one, says nothing. */
export function permissionsCheck(pool: PoolId, by: TriedBy, trial: Trial | undefined, now: Instant): Check {
  const about = { kind: "permissions", of: `${pool} ${by}` } as const;
  const calls = TRIED_BY[by];
  const ageMs = trial && now - trial.at;
  if (!trial || ageMs === undefined || ageMs > DRY_RUN_AGE_MAX_MS)
    return {
      ...about,
      outcome: "unknown",
      found: ageMs === undefined ? {} : { ageMs },
      says: trial
        ? `the last dry run is ${Math.floor((now - trial.at) / MINUTE_MS)} min old`
        : "no dry run was made yet",
      fix: `greenroom doctor asks for one; if none comes, look at greenroom redrive perform-action --dry-run and the log of ${by}`,
    };
  const count = (outcome: Tried["outcome"]) => trial.tried.filter((each) => each.outcome === outcome).length;
  const found = {
    allowed: count("allowed"),
    refused: count("refused"),
    unanswered: count("unanswered"),
    untried: Math.max(0, calls - trial.tried.length),
    ageMs,
  };
  const refused = trial.tried.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0)
    return {
      ...about,
      outcome: "failing",
      found,
      says: `EC2 would refuse ${by}: ${refused.map(named).join(", ")}`,
      fix: fixFor(refused, pool),
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
      says: `EC2 would allow ${found.allowed} of ${calls} calls; nothing is known of ${unsaid.join(", ")}`,
      fix: `ask again when the pool holds an instance: greenroom list ${pool}`,
    };
  return {
    ...about,
    outcome: "ok",
    found,
    says: `EC2 would allow all of ${found.allowed} calls, by dry run`,
  };
}

const named = ({ action, code }: Tried): string => (code === undefined ? action : `${action} (${code})`);

/** What no role allows where a permissions boundary or an organization forbids it. */
const ELSE = "or a permissions boundary or an organization forbids it";

function fixFor(refused: readonly Tried[], pool: PoolId): string {
  const unallowed = refused.filter(({ code }) => code === "UnauthorizedOperation");
  if (unallowed.length === 0)
    return `mend the template: greenroom explain ${pool} names it, greenroom apply FILE changes it`;
  return unallowed.some(({ action }) => action === "ec2:RunInstances")
    ? `name the template's subnets, groups, image and role, and the pool, in the settings (docs/operate/deploying.md), and deploy again; ${ELSE}`
    : `deploy again, with the pool among GREENROOM_POOLS: the role is not what docs/operate/permissions.md says; ${ELSE}`;
}
