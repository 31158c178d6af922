import { withAttempts } from "../../claims/attempts.ts";
import type { Choice } from "../../claims/choose.ts";
import { fallbackChain } from "../../claims/fallback-chain.ts";
import { refused, waiting } from "../../claims/life.ts";
import { match, type Offer } from "../../claims/match.ts";
import type { Attempt } from "../../model/attempt.ts";
import type { Claim } from "../../model/claim.ts";
import type { Instance } from "../../model/instance.ts";
import { FALLBACK_POOLS_MAX } from "../../model/limits.ts";
import { reason } from "../../model/reason.ts";
import type { Ports } from "../../ports/ports.ts";
import { type Leased, lease } from "./lease.ts";
import { offersFor } from "./offers.ts";
import { readStock } from "./read-stock.ts";

export type FallBackPorts = Pick<
  Ports,
  "clock" | "claims" | "pools" | "templates" | "instances" | "records" | "offerings"
>;
type Held = Extract<Leased, { kind: "leased" }>;

/** Goes on for a claim that was put back because EC2 had no capacity for its instance: reads what is left, and takes the first attempt of
 *  the fallback chain that has something. Undefined: nothing is held, and the claim waits or is refused, with what was tried; or somebody else,
 *  a plan or a doubled message, was faster and serves it. All it writes is the claim as it was read, or that and an instance: who dies
 *  in between leaves a claim that waits, which the next plan serves. */
export async function fallBack(
  ports: FallBackPorts,
  { lease: lost, id: refusedId }: Instance,
): Promise<Held | undefined> {
  const claim = lost && (await ports.claims.find(lost.claim));
  if (claim?.state !== "pending") return undefined;
  const offers = await offersOf(ports, claim);
  const stocks = await Promise.all(
    offers.map(async (offer) => readStock(ports, claim, offer, await ports.offerings.recall(offer.pool.region))),
  );
  const at = ports.clock.now();
  const cause = `claim:${claim.id}`;
  const tried: Attempt[] = [];
  for (const step of fallbackChain(claim, stocks, refusedId)) {
    const { attempt, why } = step;
    if (step.kind === "skip") tried.push({ attempt, at, outcome: "skipped", why });
    else if (step.kind === "try") {
      for (const choice of step.choices) {
        const attempts = [...tried, heldBy(choice, claim, { attempt, at, outcome: "held", why })];
        const type = choice.type === undefined ? {} : { type: choice.type };
        const leased = await lease(ports, choice.row, claim, "miss", { at, reasons: [why], attempts, ...type });
        if (leased.kind === "leased") return leased;
        if (leased.kind === "claimed-before") return undefined;
      }
      tried.push({ attempt, at, outcome: "skipped", why: reason("taken-by-others") });
    } else {
      const outcome = step.kind === "wait" ? "waits" : "refused";
      const recorded = withAttempts(claim, [...tried, { attempt, at, outcome, why }]);
      const end = step.kind === "wait" ? waiting : refused;
      await ports.records.commit({ claim: end(recorded, { at, cause, reasons: [...claim.last.reasons, why] }) });
      return undefined;
    }
  }
  return undefined;
}

/** The attempt as it is recorded once its instance is held. */
export const heldBy = ({ row, offering }: Choice<Instance>, claim: Claim, attempt: Attempt): Attempt => ({
  ...attempt,
  offering,
  instance: row.id,
  ...(row.pool !== claim.pool && { pool: row.pool }),
});

/** The claim's own pool first, then others that match; none but its own for a claim that named it. */
async function offersOf(ports: FallBackPorts, { request, pool: own }: Claim): Promise<readonly Offer[]> {
  const matched = match(request, await offersFor(ports, request));
  if (matched.kind === "none") return [];
  const isOwn = ({ pool }: Offer): boolean => pool.id === own;
  const ordered = [...matched.offers.filter(isOwn), ...matched.offers.filter((offer) => !isOwn(offer))];
  return ordered.slice(0, FALLBACK_POOLS_MAX);
}
