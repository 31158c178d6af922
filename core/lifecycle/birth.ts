import type { Tier } from "../../events/tiers.ts";
import type { Instance, Transition } from "../model/instance.ts";
import type { Pool } from "../model/pool.ts";
import { generationOf, type Template } from "../model/template.ts";
import type { Instant } from "../model/time.ts";
import { alarmAt } from "./alarm.ts";

/** What EC2 says of the instance. */
export interface Newborn {
  readonly id: string;
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly privateIp?: string;
  readonly securityGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly observed: { readonly at: Instant };
}

/** Where it comes from: a launch of ours, or a sweep that found it. */
export interface BirthOrigin extends Pick<Transition, "name" | "at" | "cause" | "reasons"> {
  readonly tier: Tier;
  readonly token: string;
  readonly launchedAt: Instant;
}

/** The first record of an instance. It begins as `launching` whatever EC2 already says: the next observation moves it. */
export function birth(newborn: Newborn, origin: BirthOrigin, pool: Pool, template: Template): Instance {
  const { name, at, cause, reasons } = origin;
  const terms = {
    evidence: template.evidence,
    deadlines: pool.deadlines,
    ...(template.usdPerHour && { usdPerHour: template.usdPerHour }),
    ...(template.identity === "launch-token" && { identity: template.identity }),
  };
  return {
    id: newborn.id,
    pool: pool.id,
    region: pool.region,
    az: newborn.az,
    type: newborn.type,
    imageId: newborn.imageId,
    generation: generationOf(template, newborn.imageId),
    tier: origin.tier,
    market: template.market,
    terms,
    token: origin.token,
    tags: newborn.tags,
    securityGroups: newborn.securityGroups,
    ...(newborn.privateIp && { privateIp: newborn.privateIp }),
    state: "launching",
    since: at,
    entry: 1,
    version: 1,
    observed: { state: "pending", at: newborn.observed.at },
    signals: {},
    leaseEpoch: 0,
    askedAgain: 0,
    launchedAt: origin.launchedAt,
    uses: 0,
    ...alarmAt("launching", terms, at),
    last: { name, from: "none", to: "launching", at, cause, reasons },
  };
}
