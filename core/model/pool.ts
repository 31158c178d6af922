import type { PoolSpec } from "../../events/requests/pool-spec.ts";
import { PLAIN_TIER, TIERS, type Tier } from "../../events/tiers.ts";
import type { ForecastPolicy } from "./forecast.ts";
import type { Held } from "./held.ts";
import type { PoolId } from "./ids.ts";
import type { Origin } from "./origin.ts";
import type { InMs } from "./units.ts";

/** How long each state may take, in ms. A deadline looks at EC2 before it acts. */
export type Deadlines = Held<InMs<PoolSpec["deadlines"]>>;

/** What a claim gets that finds nothing warm or nearly ready. */
export type Fallback = PoolSpec["fallback"];

/** What claims may ask for beside what may be asked for everywhere. Left out: nothing. */
export type Allows = Held<NonNullable<PoolSpec["allows"]>>;

/** What the pool file says and the model holds otherwise, or names otherwise. */
type HeldOtherwise = "template" | "templateVersion" | "forecast" | "deadlines";

/** The desired state: which template, and the policy for keeping instances of it. Its fields are those of
 *  events/requests/pool-spec.ts, which says what each means; times in ms. `spec.ts` turns one into the other. */
export interface Pool extends Origin, Held<InMs<Omit<PoolSpec, HeldOtherwise>>> {
  readonly id: PoolId;
  readonly template: { readonly name: string; readonly version: number };
  /** Absent: the targets stand as they are. */
  readonly forecast?: ForecastPolicy;
  readonly deadlines: Deadlines;
  /** It is torn down, until a file is applied that has it: the rest of the desired state stands, and is not followed. */
  readonly draining?: true;
  /** Times written; the condition of the next write. */
  readonly version: number;
}

/** The tier a pool mostly keeps; if it keeps none, the one that any template can fill. */
export const mainTier = ({ target }: Pick<Pool, "target">): Tier => {
  const most = Math.max(...Object.values(target));
  return TIERS.find((tier) => most > 0 && target[tier] === most) ?? PLAIN_TIER;
};
