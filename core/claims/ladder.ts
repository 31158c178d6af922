import { type Closed, placeOf } from "../model/capacity.ts";
import type { Claim } from "../model/claim.ts";
import type { InstanceId } from "../model/ids.ts";
import { LADDER_CANDIDATES_MAX, LADDER_STARTS_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { RUNGS, type RungName } from "../model/rung.ts";
import { zonesIn } from "../model/template.ts";
import { iso } from "../model/time.ts";
import { type Choice, choose } from "./choose.ts";
import type { Candidate } from "./fits.ts";
import type { Offer } from "./match.ts";
import { climbSoFar } from "./trail.ts";

/** What a pool has for a claim now. */
export interface Stock<T extends Candidate> extends Offer {
  readonly closed: Closed;
  /** Free instances, as they were read. */
  readonly warm: readonly T[];
  readonly near: readonly T[];
}

/** A rung with instances to try, in order, at most LADDER_CANDIDATES_MAX; or one that has nothing, and why; or where the claim
 *  stands when nothing above had. */
export type Step<T extends Candidate> =
  | { readonly kind: "try"; readonly rung: RungName; readonly choices: readonly Choice<T>[]; readonly why: Reason }
  | { readonly kind: "skip"; readonly rung: RungName; readonly why: Reason }
  | { readonly kind: "wait"; readonly rung: "launch" | "queue"; readonly why: Reason }
  | { readonly kind: "refuse"; readonly rung: "refuse"; readonly why: Reason };

/** What is left for a claim whose instance EC2 had no capacity for, in the order in which it is tried: a warm one elsewhere (of its
 *  pool, then of others that match), another type (of the same machine, then of others), one that is nearly ready, a cold launch, the
 *  queue or a refusal. It ends with a step that needs nobody's luck. A rung that a climb has passed is not tried again.
 *  `stocks`: those of the claim's own pool first. */
export function ladder<T extends Candidate>(
  claim: Claim,
  stocks: readonly Stock<T>[],
  refused: InstanceId,
): readonly Step<T>[] {
  const { from, starts } = climbSoFar(claim);
  const open = stocks.filter(({ pool }) => !pool.draining);
  const chosen = open.map(({ warm, closed, template }) => choose(warm, claim, { types: template.types, closed }));
  const mayStart = starts < LADDER_STARTS_MAX;
  const zones = chosen.flatMap((each) => each.open.filter(({ row }) => row.id !== refused));
  const types = chosen.flatMap(({ retyped }) => retyped);
  const same = types.filter(({ row }) => row.id === refused);
  const others = types.filter(({ row }) => row.id !== refused);
  const near = open.flatMap(
    ({ near, closed, template }) => choose(near, claim, { types: template.types, closed }).open,
  );
  const spent = { starts: LADDER_STARTS_MAX };
  const started = (rung: RungName, choices: readonly Choice<T>[], found: Reason, nothing: Reason): Step<T> => {
    if (choices.length === 0) return { kind: "skip", rung, why: nothing };
    return mayStart ? tried(rung, choices, found) : { kind: "skip", rung, why: reason("climb-bound", spent) };
  };
  const steps: readonly Step<T>[] = [
    started("another-zone", zones, reason("open-elsewhere"), reason("no-other-zone")),
    started("another-type", [...same, ...others], reason("open-as-another-type"), reason("no-other-type")),
    near.length > 0
      ? tried("near-ready", near, reason("one-step-from-ready"))
      : { kind: "skip", rung: "near-ready", why: reason("none-near") },
    ...lastSteps<T>(claim, stocks[0]),
  ];
  const isAhead = ({ rung, kind }: Step<T>): boolean =>
    RUNGS.indexOf(rung) > RUNGS.indexOf(from) || (rung === from && (kind !== "skip" || starts === 0));
  return steps.filter(isAhead);
}

const tried = <T extends Candidate>(rung: RungName, choices: readonly Choice<T>[], why: Reason): Step<T> => ({
  kind: "try",
  rung,
  choices: choices.slice(0, LADDER_CANDIDATES_MAX),
  why,
});

/** What the claim's own pool does for one that it cannot serve: the last of them is where the claim stands then. */
export function lastSteps<T extends Candidate>(
  { fallback, request }: Pick<Claim, "fallback" | "request">,
  own: Omit<Stock<T>, "warm" | "near"> | undefined,
): readonly Exclude<Step<T>, { kind: "try" }>[] {
  if (own?.pool.draining) return [{ kind: "refuse", rung: "refuse", why: reason("pool-draining") }];
  if (fallback === "refuse") return [{ kind: "refuse", rung: "refuse", why: reason("refused-by-policy") }];
  if (fallback === "queue" || !own) return [{ kind: "wait", rung: "queue", why: reason("queued") }];
  const shut = shutFor(request, own);
  if (shut === undefined) return [{ kind: "wait", rung: "launch", why: reason("cold-launch") }];
  return [
    { kind: "skip", rung: "launch", why: reason("no-open-zone", { until: iso(shut) }) },
    { kind: "wait", rung: "queue", why: reason("queued-for-capacity") },
  ];
}

/** When the first of the places opens where the claim's pool could launch for it; undefined: one is open. */
function shutFor(
  { az, type }: Claim["request"],
  { pool, template, closed }: Offer & { readonly closed: Closed },
): number | undefined {
  const zones = zonesIn(template, pool.region).filter((zone) => az === undefined || zone === az);
  const types = template.types.filter((each) => type === undefined || each === type);
  const untils = zones.flatMap((zone) => types.map((each) => closed[placeOf(zone, each, template.market)] ?? 0));
  const first = Math.min(...untils);
  return untils.length === 0 || first === 0 ? undefined : first;
}
