import { withAttempts } from "../claims/attempts.ts";
import { lastSteps } from "../claims/fallback-chain.ts";
import { newClaim, queued, refused } from "../claims/life.ts";
import { type Match, match, type Offer } from "../claims/match.ts";
import type { Attempt } from "../model/attempt.ts";
import type { Claim, ClaimRequest } from "../model/claim.ts";
import { claimId, sha256 } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import { BACKSTOP_DELAY_MS, HANDOUT_RETENTION_MS } from "../model/limits.ts";
import { closedFor } from "../model/offering.ts";
import { PERSISTENT_WAIT_MS } from "../model/persistent-limits.ts";
import { reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { Needs, Ports } from "../ports/ports.ts";
import type { Leased } from "./steps/lease.ts";
import { offersFor } from "./steps/offers.ts";
import { serve, type UnavailableIn } from "./steps/serve.ts";
import { orStartLater } from "./steps/start-later.ts";
import { startOrFallBack } from "./steps/start-or-fall-back.ts";

/** The claim as it is stored, and its instance when there is one. */
export interface ClaimAndInstance {
  readonly claim: Claim;
  readonly instance?: Instance;
}
export type Claimed =
  | ({ readonly kind: "answer" /** False: this key was used before. */; readonly isNew: boolean } & ClaimAndInstance)
  | Extract<Match, { kind: "none" }>;

/** What a claimant brings for its instance alone, as text. */
export interface Brought {
  readonly userData?: string;
}

type ClaimPorts = Needs<typeof startOrFallBack> & Needs<typeof offersFor> & Pick<Ports, "handouts">;

/** Serves a request: from warm (one query beside what is known of capacity, one write, one start), else by one nearly ready, else by
 *  the pool's fallback. Where EC2 has no capacity for it, goes on at once with what is left.
 *  Asking again with the same key answers the same claim and starts nothing. */
export async function claimInstance(
  ports: ClaimPorts,
  asked: ClaimRequest,
  { userData }: Brought = {},
): Promise<Claimed> {
  const request = userData === undefined ? asked : { ...asked, userDataSha256: sha256(userData) };
  const matched = match(request, await offersFor(ports, request));
  if (matched.kind === "none") return matched;
  const at = ports.clock.now();
  const [first] = matched.offers;
  if (!first) return { kind: "none", field: "pool", value: "(any)", have: [] };

  // Before there is a lease: an instance that starts must find it.
  if (userData !== undefined) {
    const { caller, key, generation, persistent } = request;
    const until = at + (persistent ? PERSISTENT_WAIT_MS : HANDOUT_RETENTION_MS);
    await ports.handouts.keep(claimId(caller, key, generation), userData, until);
  }

  const open = matched.offers.filter(({ pool }) => !pool.draining);
  const unavailable = unavailableOnce(ports);
  const served = await serve(ports, request, open, { at, unavailable });
  if (served.kind === "claimed-before") return answer(ports, served.claim, false);
  if (served.kind === "leased") return handOver(ports, served, unavailable);
  return miss(ports, request, open[0] ?? first, { at, unavailable, attempts: served.attempts });
}

/** The unavailable offerings of each region, read when they are first asked for. */
function unavailableOnce({ offerings }: Pick<Ports, "offerings">): UnavailableIn {
  const read = new Map<string, ReturnType<UnavailableIn>>();
  return (region) => {
    const unavailable = read.get(region) ?? offerings.recall(region);
    // Awaited beside a query that may fail first: then nobody hears of this one's failure, and need not.
    if (!read.has(region)) unavailable.catch(() => {});
    read.set(region, unavailable);
    return unavailable;
  };
}

/** Starts within the request; the queue asks again, soon where EC2 could not be asked now, later should this process die in between. */
async function handOver(
  ports: ClaimPorts,
  { claim, instance, actions }: Extract<Leased, { kind: "leased" }>,
  unavailable: UnavailableIn,
): Promise<Claimed> {
  if (actions.length === 0) return { kind: "answer", isNew: true, claim, instance };
  const known = await unavailable(instance.region);
  const [started] = await Promise.all([
    orStartLater(ports, actions, () => startOrFallBack(ports, instance, known), { kind: "asked", instance }),
    ports.actions.enqueue(actions, { delayMs: BACKSTOP_DELAY_MS }),
  ]);
  const isPending = started.kind === "asked" && started.instance === instance && instance.observed.state !== "running";
  return isPending
    ? { kind: "answer", isNew: true, claim, instance }
    : answer(ports, (await ports.claims.find(claim.id)) ?? claim, true);
}

async function miss(
  ports: ClaimPorts,
  request: ClaimRequest,
  offer: Offer,
  {
    at,
    unavailable,
    attempts,
  }: { readonly at: Instant; readonly unavailable: UnavailableIn; readonly attempts: readonly Attempt[] },
): Promise<Claimed> {
  const fresh = newClaim(request, offer.pool, at);
  const closed = closedFor(await unavailable(offer.pool.region), offer.pool.id, at);
  const steps = lastSteps(fresh, { ...offer, closed });
  const outcome = steps.at(-1)?.kind ?? "wait";
  const failed = steps.map(({ kind, attempt, why }): Attempt => ({ attempt, at, outcome: OUTCOMES[kind], why }));
  const reasons = [...(offer.pool.draining ? [] : [reason("nothing-warm")]), ...steps.map(({ why }) => why)];
  const isCapacityShort = attempts.length > 0 || steps.length > 1;
  const tried = isCapacityShort ? withAttempts(fresh, [...attempts, ...failed]) : fresh;
  const step = { at, cause: `claim:${fresh.id}`, reasons };
  const claim = outcome === "refuse" ? refused({ ...tried, kind: "miss" }, step) : queued(tried, step);
  const committed = await ports.records.commit({ claim });
  return committed.kind === "saved" ? answer(ports, claim, true) : answer(ports, committed.claim ?? claim, false);
}

const OUTCOMES = { skip: "skipped", wait: "waits", refuse: "refused" } as const;

async function answer(ports: Pick<Ports, "instances">, claim: Claim, isNew: boolean): Promise<Claimed> {
  const instance = claim.instance === undefined ? undefined : await ports.instances.find(claim.instance);
  return { kind: "answer", isNew, claim, ...(instance && { instance }) };
}
