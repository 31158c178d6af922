import { choose, NEARLY_READY } from "../claims/choose.ts";
import { newClaim, queued, refused } from "../claims/life.ts";
import { type Match, match, type Offer } from "../claims/match.ts";
import type { Claim, ClaimRequest, HitKind } from "../model/claim.ts";
import { claimId, sha256, spread } from "../model/ids.ts";
import type { Instance, State } from "../model/instance.ts";
import {
  BACKSTOP_DELAY_MS,
  CANDIDATES_CHOSEN_MAX,
  CANDIDATES_MAX,
  HANDOUT_RETENTION_MS,
  MATCH_POOLS_MAX,
} from "../model/limits.ts";
import { TIERS } from "../model/pool.ts";
import { type ReasonCode, reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";
import { type Leased, lease } from "./steps/lease.ts";
import { startLeased } from "./steps/start-leased.ts";
import { walk } from "./steps/walk.ts";

/** The claim as it stands, and its instance when there is one. */
export interface Answer {
  readonly claim: Claim;
  readonly instance?: Instance;
}
export type Claimed =
  | ({ readonly kind: "answer" /** False: this key was used before. */; readonly isNew: boolean } & Answer)
  | Extract<Match, { kind: "none" }>;

/** What a claimant brings for its instance alone, as text. */
export interface Brought {
  readonly userData?: string;
}

/** Serves a request: from warm (one query, one write, one start), else by one nearly ready, else by the pool's fallback.
 *  Asking again with the same key answers the same claim and starts nothing. */
export async function claimInstance(ports: Ports, asked: ClaimRequest, { userData }: Brought = {}): Promise<Claimed> {
  const request = userData === undefined ? asked : { ...asked, userDataSha256: sha256(userData) };
  const matched = match(request, await offers(ports, request));
  if (matched.kind === "none") return matched;
  const at = ports.clock.now();
  const [first] = matched.offers;
  if (!first) return { kind: "none", field: "pool", value: "(any)", have: [] };

  // Before there is a lease: an instance that starts must find it.
  if (userData !== undefined)
    await ports.handouts.keep(claimId(request.caller, request.key), userData, at + HANDOUT_RETENTION_MS);

  const open = matched.offers.filter(({ pool }) => !pool.draining);
  const near = [...NEARLY_READY];
  for (const [states, kind, why] of [
    [["warm"], "hit", "warm-found"],
    [near, "near-hit", "one-step-away"],
  ] as const satisfies [State[], HitKind, ReasonCode][])
    for (const { pool } of open) {
      const served = await serve(ports, newClaim(request, pool, at), pool.target, states, { kind, why, at });
      if (served?.kind === "claimed-before") return answer(ports, served.claim, false);
      if (served?.kind === "leased") return handOver(ports, served);
    }
  return miss(ports, request, open[0] ?? first, at);
}

/** The named pool, or every pool there is: templates are immutable and remembered. */
async function offers(
  ports: Pick<Ports, "pools" | "templates">,
  { pool: named }: ClaimRequest,
): Promise<readonly Offer[]> {
  const one = named === undefined ? undefined : await ports.pools.recall(named);
  const pools = one ? [one] : await ports.pools.list();
  const found = pools.slice(0, MATCH_POOLS_MAX).map(async (pool) => {
    const template = await ports.templates.find(pool.template.name, pool.template.version);
    return template ? [{ pool, template }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Tries what lies in the pool's drawers, from a place that differs from claim to claim. */
async function serve(
  ports: Pick<Ports, "instances" | "records">,
  claim: Claim,
  target: Offer["pool"]["target"],
  states: readonly State[],
  { kind, why, at }: { kind: HitKind; why: ReasonCode; at: Instant },
): Promise<Exclude<Leased, { kind: "taken" }> | undefined> {
  const isChoosy = claim.request.az !== undefined || claim.request.type !== undefined;
  const limit = isChoosy ? CANDIDATES_CHOSEN_MAX : CANDIDATES_MAX;
  for (const drawer of states)
    for (const tier of TIERS.filter((each) => target[each] > 0))
      for await (const page of walk(ports, { pool: claim.pool, drawer, tier }, spread(claim.id), limit))
        for (const candidate of choose(page, claim, at)) {
          const reasons = [reason(why, { state: drawer })];
          const leased = await lease(ports, candidate, claim, kind, { at, reasons });
          if (leased.kind !== "taken") return leased;
        }
  return undefined;
}

/** Starts within the request; the queue asks again later, should this process die in between. */
async function handOver(
  ports: Ports,
  { claim, instance, actions }: Extract<Leased, { kind: "leased" }>,
): Promise<Claimed> {
  if (actions.length === 0) return { kind: "answer", isNew: true, claim, instance };
  const [started] = await Promise.all([
    startLeased(ports, instance),
    ports.actions.enqueue(actions, { delayMs: BACKSTOP_DELAY_MS }),
  ]);
  const moved = started !== "asked" || instance.observed.state === "running";
  return moved
    ? answer(ports, (await ports.claims.find(claim.id)) ?? claim, true)
    : { kind: "answer", isNew: true, claim, instance };
}

async function miss(ports: Ports, request: ClaimRequest, { pool }: Offer, at: Instant): Promise<Claimed> {
  const fresh = newClaim(request, pool, at);
  const then = { launch: "cold-launch", queue: "queued", refuse: "refused-by-policy" } as const;
  const reasons = pool.draining ? [reason("pool-draining")] : [reason("nothing-warm"), reason(then[pool.fallback])];
  const step = { at, cause: `claim:${fresh.id}`, reasons };
  const claim =
    pool.fallback === "refuse" || pool.draining ? refused({ ...fresh, kind: "miss" }, step) : queued(fresh, step);
  const committed = await ports.records.commit({ claim });
  return committed.kind === "saved" ? answer(ports, claim, true) : answer(ports, committed.claim ?? claim, false);
}

async function answer(ports: Pick<Ports, "instances">, claim: Claim, isNew: boolean): Promise<Claimed> {
  const instance = claim.instance === undefined ? undefined : await ports.instances.find(claim.instance);
  return { kind: "answer", isNew, claim, ...(instance && { instance }) };
}
