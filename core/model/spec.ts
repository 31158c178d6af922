import type { PoolAnswered, PoolSpec } from "../../events/requests/pool-spec.ts";
import { profileNameOf } from "../../events/requests/profile-name.ts";
import type { TemplateAnswered, TemplateSpec } from "../../events/requests/template-spec.ts";
import { forecastFrom, forecastSpecOf } from "./forecast-spec.ts";
import { type Held, held } from "./held.ts";
import { sha256 } from "./ids.ts";
import type { Origin } from "./origin.ts";
import type { Pool } from "./pool.ts";
import type { Requirement, Template } from "./template.ts";
import { inMs, inSeconds } from "./units.ts";

/** The one seam between the words and units of the pool file and those of the model, both ways. What is not named here is the same in
 *  both, so that a new field needs no line. */

/** A pool of a pool file as the model holds it. */
export function poolFrom(
  spec: PoolSpec,
  { name, version: templateVersion }: Pick<Template, "name" | "version">,
  version: number,
  origin: Origin,
): Pool {
  const { template: _, templateVersion: __, forecast, deadlines, ...rest } = held(spec);
  return {
    ...inMs(rest),
    template: { name, version: templateVersion },
    ...(forecast && { forecast: forecastFrom(forecast) }),
    deadlines: inMs(deadlines),
    version,
    ...origin,
  };
}

/** A pool as the pool file says it. */
export function poolSpecOf(pool: Pool): Held<PoolAnswered> {
  const { template, forecast, deadlines, draining: _, version: __, ...rest } = withoutOrigin(pool);
  return {
    ...inSeconds(rest),
    template: template.name,
    templateVersion: template.version,
    ...(forecast && { forecast: forecastSpecOf(forecast) }),
    deadlines: inSeconds(deadlines),
  };
}

/** A template of a pool file as the model holds it: the version after `before`. User data that is named by its hash is that of `before`;
 *  undefined: `before` has no such user data. */
export function templateFrom(spec: TemplateSpec, before: Template | undefined, origin: Origin): Template | undefined {
  const { ready, verify, scrub, userDataSha256, instanceProfile, ...rest } = held(spec);
  const kept = userDataSha256 === undefined ? undefined : before?.userData;
  if (userDataSha256 !== undefined && (kept === undefined || sha256(kept) !== userDataSha256)) return undefined;
  return {
    ...rest,
    ...(instanceProfile !== undefined && { instanceProfile: profileNameOf(instanceProfile) }),
    ...(kept !== undefined && { userData: kept }),
    version: (before?.version ?? 0) + 1,
    evidence: { preparing: ready, "handing-over": verify, returning: scrub },
    ...origin,
  };
}

/** A template as the pool file says it. Its user data may hold secrets: only its hash is said. */
export function templateSpecOf(template: Template): Held<TemplateAnswered> {
  const { evidence, userData, version: _, ...rest } = withoutOrigin(template);
  return {
    ...rest,
    ...(userData !== undefined && { userDataSha256: sha256(userData) }),
    ready: evidence.preparing,
    verify: whileRunning(evidence["handing-over"]),
    scrub: whileRunning(evidence.returning),
  };
}

/** No file has it otherwise: what stops itself can neither be delivered nor scrubbed. */
const whileRunning = (requirement: Requirement): Held<TemplateSpec["verify"]> =>
  requirement.by === "self-stop" ? { by: "ec2-state" } : requirement;

function withoutOrigin<T extends Origin>(record: T): Omit<T, keyof Origin> {
  const { changedAt: _, cause: __, reasons: ___, ...rest } = record;
  return rest;
}
