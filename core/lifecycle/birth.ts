import type { Instance } from "../model/instance.ts";
import type { Intent } from "../model/ledger.ts";
import type { Pool } from "../model/pool.ts";
import { reason } from "../model/reason.ts";
import { generationOf, type Template } from "../model/template.ts";
import type { Instant } from "../model/time.ts";
import { alarmAt } from "./alarm.ts";

/** What EC2 answered about the instance it launched. */
export interface Newborn {
  readonly id: string;
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly privateIp?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly observed: { readonly at: Instant };
}

/** The first record of an instance. It begins as `launching` whatever EC2 already says: the next observation moves it. */
export function birth(newborn: Newborn, intent: Intent, pool: Pool, template: Template, at: Instant): Instance {
  const terms = {
    evidence: template.evidence,
    deadlines: pool.deadlines,
    ...(template.usdPerHour && { usdPerHour: template.usdPerHour }),
  };
  return {
    id: newborn.id,
    pool: pool.id,
    region: pool.region,
    az: newborn.az,
    type: newborn.type,
    imageId: newborn.imageId,
    generation: generationOf(template, newborn.imageId),
    tier: intent.tier,
    market: template.market,
    terms,
    token: intent.token,
    tags: newborn.tags,
    ...(newborn.privateIp && { privateIp: newborn.privateIp }),
    state: "launching",
    since: at,
    entry: 1,
    version: 1,
    observed: { state: "pending", at: newborn.observed.at },
    signals: {},
    leaseEpoch: 0,
    askedAgain: 0,
    launchedAt: intent.at,
    uses: 0,
    ...alarmAt("launching", terms, at),
    last: {
      name: "launched",
      from: "none",
      to: "launching",
      at,
      cause: `plan:${pool.id}:${intent.epoch}`,
      reasons: [reason("launched")],
    },
  };
}
