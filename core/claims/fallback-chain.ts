import { ATTEMPT_NAMES } from "../../events/states.ts";
import type { AttemptName } from "../model/attempt.ts";
import type { Claim } from "../model/claim.ts";
import type { InstanceId } from "../model/ids.ts";
import { FALLBACK_CANDIDATES_MAX, FALLBACK_STARTS_MAX } from "../model/limits.ts";
import { type Closed, offeringOf } from "../model/offering.ts";
import { type Reason, reason } from "../model/reason.ts";
import { zonesIn } from "../model/template.ts";
import { iso } from "../model/time.ts";
import { fallBackSoFar } from "./attempts.ts";
import { type Choice, choose } from "./choose.ts";
import type { Offer } from "./match.ts";
import type { Candidate } from "./satisfies.ts";

/** What a pool has for a claim now. */
export interface Stock<T extends Candidate> extends Offer {
  readonly closed: Closed;
  /** Free instances, as they were read. */
  readonly warm: readonly T[];
  readonly almostWarm: readonly T[];
}

/** An attempt with instances to try, in order, at most FALLBACK_CANDIDATES_MAX; or one that has nothing, and why; or where the claim
 *  is left when no attempt above had any. */
export type FallbackStep<T extends Candidate> =
  | {
      readonly kind: "try";
      readonly attempt: AttemptName;
      readonly choices: readonly Choice<T>[];
      readonly why: Reason;
    }
  | { readonly kind: "skip"; readonly attempt: AttemptName; readonly why: Reason }
  | { readonly kind: "wait"; readonly attempt: "launch" | "queue"; readonly why: Reason }
  | { readonly kind: "refuse"; readonly attempt: "refuse"; readonly why: Reason };

/** What is left for a claim whose instance EC2 had no capacity for, in the order in which it is tried: a warm one elsewhere (of its
 *  pool, then of others that match), another type (of the same machine, then of others), one that is nearly ready, a cold launch, the
 *  queue or a refusal. It ends with a step that always succeeds. An attempt that a fallback has passed is not tried again.
 *  `stocks`: those of the claim's own pool first. */
export function fallbackChain<T extends Candidate>(
  claim: Claim,
  stocks: readonly Stock<T>[],
  refused: InstanceId,
): readonly FallbackStep<T>[] {
  const { from, starts } = fallBackSoFar(claim);
  const open = stocks.filter(({ pool }) => !pool.draining);
  const chosen = open.map(({ warm, closed, template }) => choose(warm, claim, { types: template.types, closed }));
  const mayStart = starts < FALLBACK_STARTS_MAX;
  const zones = chosen.flatMap((each) => each.open.filter(({ row }) => row.id !== refused));
  const types = chosen.flatMap(({ retyped }) => retyped);
  const same = types.filter(({ row }) => row.id === refused);
  const others = types.filter(({ row }) => row.id !== refused);
  const almostWarm = open.flatMap(
    ({ almostWarm, closed, template }) => choose(almostWarm, claim, { types: template.types, closed }).open,
  );
  const spent = { starts: FALLBACK_STARTS_MAX };
  const started = (
    attempt: AttemptName,
    choices: readonly Choice<T>[],
    found: Reason,
    nothing: Reason,
  ): FallbackStep<T> => {
    if (choices.length === 0) return { kind: "skip", attempt, why: nothing };
    return mayStart ? tried(attempt, choices, found) : { kind: "skip", attempt, why: reason("fall-back-bound", spent) };
  };
  const steps: readonly FallbackStep<T>[] = [
    started("another-zone", zones, reason("open-elsewhere"), reason("no-other-zone")),
    started("another-type", [...same, ...others], reason("open-as-another-type"), reason("no-other-type")),
    almostWarm.length > 0
      ? tried("almost-warm", almostWarm, reason("one-step-from-ready"))
      : { kind: "skip", attempt: "almost-warm", why: reason("none-almost-warm") },
    ...lastSteps<T>(claim, stocks[0]),
  ];
  const isAhead = ({ attempt, kind }: FallbackStep<T>): boolean =>
    ATTEMPT_NAMES.indexOf(attempt) > ATTEMPT_NAMES.indexOf(from) ||
    (attempt === from && (kind !== "skip" || starts === 0));
  return steps.filter(isAhead);
}

const tried = <T extends Candidate>(
  attempt: AttemptName,
  choices: readonly Choice<T>[],
  why: Reason,
): FallbackStep<T> => ({
  kind: "try",
  attempt,
  choices: choices.slice(0, FALLBACK_CANDIDATES_MAX),
  why,
});

/** What the claim's own pool does for one that it cannot serve: the last of them is where the claim is left. */
export function lastSteps<T extends Candidate>(
  { fallback, request }: Pick<Claim, "fallback" | "request">,
  own: Omit<Stock<T>, "warm" | "almostWarm"> | undefined,
): readonly Exclude<FallbackStep<T>, { kind: "try" }>[] {
  if (own?.pool.draining) return [{ kind: "refuse", attempt: "refuse", why: reason("pool-draining") }];
  if (fallback === "refuse") return [{ kind: "refuse", attempt: "refuse", why: reason("refused-by-policy") }];
  if (fallback === "queue" || !own) return [{ kind: "wait", attempt: "queue", why: reason("queued") }];
  const shut = shutFor(request, own);
  if (shut === undefined) return [{ kind: "wait", attempt: "launch", why: reason("cold-launch") }];
  return [
    { kind: "skip", attempt: "launch", why: reason("no-open-zone", { until: iso(shut) }) },
    { kind: "wait", attempt: "queue", why: reason("queued-for-capacity") },
  ];
}

/** When the first of the offerings opens where the claim's pool could launch for it; undefined: one is open. */
function shutFor(
  { az, type }: Claim["request"],
  { pool, template, closed }: Offer & { readonly closed: Closed },
): number | undefined {
  const zones = zonesIn(template, pool.region).filter((zone) => az === undefined || zone === az);
  const types = template.types.filter((each) => type === undefined || each === type);
  const untils = zones.flatMap((zone) => types.map((each) => closed[offeringOf(zone, each, template.market)] ?? 0));
  const first = Math.min(...untils);
  return untils.length === 0 || first === 0 ? undefined : first;
}
