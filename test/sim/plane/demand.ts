import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import type { ClaimDetails } from "../../../events/notices/claim-changed.v1.ts";
import { askUntilAnswered, post } from "../../../local/client.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { Random } from "../../../local/random.ts";
import { TYPES, ZONES } from "./cast.ts";
import { timeOf } from "./tempo.ts";

const CALLER = "sim";
/** In a busy hour. */
const GAP_MS = 8 * MINUTE_MS;
const USE_MS = { least: 30 * SECOND_MS, most: 10 * MINUTE_MS };
/** Some keep what they got for as long as a long build or a debugging session takes. */
const LONG_USE_MS = { least: 20 * MINUTE_MS, most: 75 * MINUTE_MS };
const LONG_PART = 0.1;
/** Those who hear nothing for so long ask again with the same key, and give up. Some would wait longer than any bound of ours. */
const WAIT_MS = { most: 20 * MINUTE_MS, some: 90 * MINUTE_MS };
const SOME = 3;
const GROUP = "sg-0a0b0c0d";
/** There is no such group. */
const NO_GROUP = "sg-0000dead";

/** Claimants, each with wishes of its own: they claim, wait to be told or give up, use, and release. */
export interface Demand {
  /** One more, now. */
  arrive(): void;
  live(): number;
}

/** Claims come until `until`. */
export function demand(cloud: LocalCloud, pools: readonly string[], until: number): Demand {
  const { scheduler, api, streams, subscribe, emit } = cloud;
  const newest = new Map<string, ClaimDetails>();
  const waiting = new Map<string, () => void>();
  let arrived = 0;
  let live = 0;

  const learn = (claim: ClaimDetails): void => {
    const known = newest.get(claim.id);
    if (!known || known.version >= claim.version) return;
    newest.set(claim.id, claim);
    waiting.get(claim.id)?.();
  };
  subscribe((notice) => {
    if (notice.kind === "claim") learn(notice.resource);
  });

  async function ask(path: string, body: object): Promise<ClaimDetails | undefined> {
    const answer = await askUntilAnswered(scheduler, api.fetch, () => post(path, body, CALLER));
    const { claim } = (answer?.body ?? {}) as { claim?: ClaimDetails };
    if (claim) emit({ kind: "answered", claim });
    return claim;
  }

  /** Until it is delivered or over, or nothing was heard for long. */
  async function outcome(id: string, waitMs: number): Promise<ClaimDetails> {
    const last = scheduler.now() + waitMs;
    for (;;) {
      const claim = newest.get(id)!;
      if ((claim.state !== "pending" && claim.state !== "leased") || scheduler.now() >= last) return claim;
      await new Promise<void>((resolve) => {
        waiting.set(id, resolve);
        scheduler.at(last, resolve);
      });
    }
  }

  async function claim(nth: number): Promise<void> {
    const random = streams(`claimant/${nth}`);
    const pool = pools[Math.floor(random.unit() * pools.length)]!;
    const body = { key: `job-${nth}`, ...wishesOf(random, nth) };
    const path = random.chance(0.1) ? "/claims" : `/pools/${pool}/claims`;
    const givesUp = random.chance(0.1);
    const asked = await ask(path, path === "/claims" ? { ...body, pool } : body);
    if (!asked) return;
    newest.set(asked.id, asked);
    if (!givesUp) {
      const claimed = await outcome(asked.id, nth % SOME === 0 ? WAIT_MS.some : WAIT_MS.most);
      // Nothing heard: asked again, and then waited for no longer.
      if (claimed.state === "pending" || claimed.state === "leased") await ask(path, body);
      const { least, most } = nth % SOME !== 0 && random.chance(LONG_PART) ? LONG_USE_MS : USE_MS;
      if (claimed.state === "delivered") await scheduler.sleep(Math.round(random.between(least, most)));
    } else await scheduler.sleep(Math.round(random.between(0, 2 * MINUTE_MS)));
    await ask(`/claims/${asked.id}/release`, random.chance(0.3) ? { reuse: random.chance(0.5) } : {});
    newest.delete(asked.id);
    waiting.delete(asked.id);
  }

  const arrive = (): void => {
    arrived += 1;
    live += 1;
    const nth = arrived;
    scheduler.after(0, async () => {
      await claim(nth);
      live -= 1;
    });
  };
  const random = streams("demand");
  const begin = scheduler.now();
  const next = (after: number): void => {
    const busy = after + random.gap(GAP_MS);
    const at = begin + timeOf(busy);
    if (at > until) return;
    scheduler.at(at, () => {
      arrive();
      next(busy);
    });
  };
  next(0);
  return { arrive, live: () => live };
}

function wishesOf(random: Random, nth: number): object {
  const [tagged, typed, zoned] = [random.chance(0.25), random.chance(0.15), random.chance(0.1)];
  const type = TYPES[Math.floor(random.unit() * TYPES.length)];
  const az = ZONES[Math.floor(random.unit() * ZONES.length)];
  const [grouped, mistaken] = [random.chance(0.1), random.chance(0.4)];
  return {
    ...(tagged && { tags: { job: String(nth) } }),
    ...(typed && { type }),
    ...(zoned && { az }),
    ...(grouped && { securityGroups: [mistaken ? NO_GROUP : GROUP] }),
  };
}
