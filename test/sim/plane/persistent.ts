import { type Claim, isEnded } from "../../../core/model/claim.ts";
import type { ClaimDetails } from "../../../events/notices/claim-changed.v1.ts";
import { askUntilAnswered, post } from "../../../local/client.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { Fact } from "../../../local/facts.ts";
import { hasForecasts } from "./forecasts.ts";

const CALLER = "sim-keeper";

/** Worlds in which some claims are kept are those of the seeds from here to where pools follow forecasts: all others stay as they are. */
export const FIRST_PERSISTENT_SEED = 5_000;
export const hasPersistentClaims = (seed: number): boolean => seed >= FIRST_PERSISTENT_SEED && !hasForecasts(seed);

/** Persistent claims, and what must come true of them once nothing goes wrong any more. */
export interface Wishes {
  see(fact: Fact): void;
  /** Wishes that are not met by exactly one claim, or are over and still have one: each in words. */
  lacking(): readonly string[];
}

/** One wish and two that are asked for together, each asked for again now and then; some are released before `until`. */
export function persistentClaims(cloud: LocalCloud, pools: readonly string[], until: number): Wishes {
  const { scheduler, api, streams, emit } = cloud;
  const random = streams("wishes");
  const claims = new Map<string, Claim>();
  const from = scheduler.now();
  const sometime = (first: number, last: number): number =>
    Math.round(from + (until - from) * random.between(first, last));

  async function ask(path: string, body: object): Promise<readonly ClaimDetails[]> {
    const answer = await askUntilAnswered(scheduler, api.fetch, () => post(path, body, CALLER));
    const told = (answer?.body ?? {}) as { claim?: ClaimDetails; claims?: readonly { claim: ClaimDetails }[] };
    const all = [...(told.claim ? [told.claim] : []), ...(told.claims ?? []).map(({ claim }) => claim)];
    for (const claim of all) emit({ kind: "answered", claim });
    return all;
  }
  function asked(body: object, isReleased: boolean): void {
    const pool = pools[Math.floor(random.unit() * pools.length)]!;
    const request = () => ask(`/pools/${pool}/claims`, body);
    scheduler.at(sometime(0.05, 0.3), async () => void (await request()));
    scheduler.at(sometime(0.3, 0.9), async () => void (await request()));
    if (!isReleased) return;
    scheduler.at(sometime(0.4, 0.95), async () => {
      for (const { id } of await request()) await ask(`/claims/${id}/release`, {});
    });
  }
  asked({ key: "one", persistent: true }, random.chance(0.3));
  asked({ key: "two", persistent: true, count: 2 }, random.chance(0.2));

  return {
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "claim") return;
      const { after } = fact.written;
      if (after.request.persistent) claims.set(after.id, after);
    },
    lacking() {
      const all = [...claims.values()];
      return all
        .filter(({ persistence }) => persistence !== undefined)
        .flatMap((root) => {
          const { key } = root.request;
          const live = all.filter((claim) => claim.request.key === key && !isEnded(claim));
          const shown = live.map(({ id, state }) => `${id} is ${state}`).join(", ") || "none";
          if (root.persistence?.endedAt !== undefined)
            return live.length === 0 ? [] : [`wish ${key} is over: ${shown}`];
          const isMet = live.length === 1 && live[0]?.state === "delivered";
          return isMet ? [] : [`wish ${key} stands: ${shown}`];
        });
    },
  };
}

/** None. */
export const noPersistentClaims: Wishes = { see: () => {}, lacking: () => [] };
