import { TIERS } from "../../../events/tiers.ts";
import { type Choice, choose, NEARLY_READY, offeringFor } from "../../claims/choose.ts";
import { newClaim } from "../../claims/life.ts";
import type { Offer } from "../../claims/match.ts";
import type { Attempt } from "../../model/attempt.ts";
import type { Claim, ClaimRequest, HitKind } from "../../model/claim.ts";
import { spread } from "../../model/ids.ts";
import type { Instance, State } from "../../model/instance.ts";
import { CANDIDATES_CHOSEN_MAX, CANDIDATES_MAX, FALLBACK_CANDIDATES_MAX } from "../../model/limits.ts";
import { closedFor, type UnavailableOffering } from "../../model/offering.ts";
import { type Reason, reason } from "../../model/reason.ts";
import { type Instant, iso } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { heldBy } from "./fall-back.ts";
import { type Leased, lease } from "./lease.ts";
import { walk } from "./walk.ts";

type ServePorts = Pick<Ports, "instances" | "records">;

/** The unavailable offerings of a region, read once, and only as fast as what is read beside them. */
export type UnavailableIn = (region: string) => Promise<readonly UnavailableOffering[]>;

export type Served =
  | Exclude<Leased, { kind: "taken" }>
  /** `attempts`: those that EC2 is known to have no capacity for, if that is why; else none. */
  | { readonly kind: "nothing"; readonly attempts: readonly Attempt[] };

/** What matches but is not available as it is. */
interface Passed {
  readonly retyped: { readonly claim: Claim; readonly choice: Choice<Instance> }[];
  shut?: { readonly offering: string; readonly until: Instant };
}

/** Serves a new claim: from the warm ones of every pool that EC2 is not known to lack capacity for; then from those that are left alone
 *  as they are, as another type; then from what is nearly ready. No pool may be draining. */
export async function serve(
  ports: ServePorts,
  request: ClaimRequest,
  offers: readonly Offer[],
  { at, unavailable }: { readonly at: Instant; readonly unavailable: UnavailableIn },
): Promise<Served> {
  const passed: Passed = { retyped: [] };
  const from = async (offer: Offer, states: readonly State[], kind: HitKind, attempts: () => readonly Attempt[]) => {
    const claim = newClaim(request, offer.pool, at);
    for await (const { choices, state, rest } of listByState(ports, claim, offer, states, { at, unavailable })) {
      for (const choice of choices) {
        const why = reason(kind === "hit" ? "warm-found" : "one-step-away", { state });
        const leased = await take(ports, claim, choice, kind, {
          at,
          why,
          attempts: attempts(),
          attempt: "almost-warm",
        });
        if (leased.kind !== "taken") return leased;
      }
      if (kind === "hit") passOver(passed, claim, rest);
    }
    return undefined;
  };
  for (const offer of offers) {
    const served = await from(offer, ["warm"], "hit", () => []);
    if (served) return served;
  }
  const { shut } = passed;
  const closed: Attempt[] = shut ? [{ attempt: "warm", at, outcome: "skipped", ...unavailableAttempt(shut) }] : [];
  for (const { claim, choice } of passed.retyped) {
    const why = reason("open-as-another-type");
    const leased = await take(ports, claim, choice, "hit", { at, why, attempts: closed, attempt: "another-type" });
    if (leased.kind !== "taken") return leased;
  }
  if (shut) closed.push({ attempt: "another-type", at, outcome: "skipped", why: reason("no-other-type") });
  for (const offer of offers) {
    const served = await from(offer, NEARLY_READY, "almost-warm-hit", () => closed);
    if (served) return served;
  }
  if (shut) closed.push({ attempt: "almost-warm", at, outcome: "skipped", why: reason("none-almost-warm") });
  return { kind: "nothing", attempts: closed };
}

const unavailableAttempt = ({ offering, until }: NonNullable<Passed["shut"]>): Pick<Attempt, "offering" | "why"> => ({
  offering,
  why: reason("offering-unavailable", { offering, until: iso(until) }),
});

/** Page by page of the pool's state indexes, from a start that differs from claim to claim: what is open, and the rest. */
async function* listByState(
  ports: ServePorts,
  claim: Claim,
  { pool, template }: Offer,
  states: readonly State[],
  { at, unavailable }: { readonly at: Instant; readonly unavailable: UnavailableIn },
) {
  const isChoosy = claim.request.az !== undefined || claim.request.type !== undefined;
  const limit = isChoosy ? CANDIDATES_CHOSEN_MAX : CANDIDATES_MAX;
  const known = unavailable(pool.region);
  for (const state of states)
    for (const tier of TIERS.filter((each) => pool.target[each] > 0))
      for await (const page of walk(ports, { pool: pool.id, stateIndex: state, tier }, spread(claim.id), limit)) {
        const closed = closedFor(await known, pool.id, at);
        const { open, retyped, shut } = choose(page, claim, { types: template.types, closed });
        yield { state, choices: open, rest: { closed, retyped, shut } };
      }
}

function passOver(
  passed: Passed,
  claim: Claim,
  {
    closed,
    retyped,
    shut,
  }: Omit<ReturnType<typeof choose<Instance>>, "open"> & { closed: Readonly<Record<string, Instant>> },
): void {
  const [first] = [...retyped, ...shut];
  const offering = first && offeringFor(first.row, claim);
  if (offering !== undefined) passed.shut ??= { offering, until: closed[offering] ?? 0 };
  const room = FALLBACK_CANDIDATES_MAX - passed.retyped.length;
  passed.retyped.push(...retyped.slice(0, room).map((choice) => ({ claim, choice })));
}

interface How {
  readonly at: Instant;
  readonly why: Reason;
  /** What was tried before; with none, the claim needs no list of attempts. */
  readonly attempts: readonly Attempt[];
  readonly attempt: Attempt["attempt"];
}

const take = (ports: ServePorts, claim: Claim, choice: Choice<Instance>, kind: HitKind, how: How): Promise<Leased> => {
  const { at, why, attempts, attempt } = how;
  const recorded =
    attempts.length > 0 ? [...attempts, heldBy(choice, claim, { attempt, at, outcome: "held", why })] : [];
  const type = choice.type === undefined ? {} : { type: choice.type };
  return lease(ports, choice.row, claim, kind, { at, reasons: [why], attempts: recorded, ...type });
};
