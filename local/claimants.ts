import type { PoolId } from "../core/model/ids.ts";
import type { ClaimDetails } from "../events/notices/claim-changed.v1.ts";
import { USE } from "./assumptions.ts";
import { askUntilAnswered, post } from "./client.ts";
import type { LocalCloud } from "./cloud.ts";
import { plainPersistentClaims, someOverrides } from "./requests.ts";

/** A pool that claims go to, and the instance types its claimants may ask for. */
export interface ClaimTarget {
  readonly pool: PoolId;
  readonly types: readonly string[];
  /** Part of its claims that ask for more to be changed, which the pool must allow; left out: none. */
  readonly satisfies?: { readonly part: number; readonly os: "windows" | "linux"; readonly zones: readonly string[] };
}

export interface Claimants {
  /** So many new claimants, now. */
  arrive(count: number): void;
  /** Claimants that are not done yet. */
  live(): number;
}

const CALLER = "demand";
/** Those who claim, use for a while and release. They wait for the answer or a notice, and never ask again. */
export function claimants(
  { scheduler, streams, api, subscribe, emit }: LocalCloud,
  targets: readonly ClaimTarget[],
): Claimants {
  /** The newest that was heard of each claim that is not over, and who waits to hear more. */
  const heard = new Map<string, ClaimDetails>();
  const waiting = new Map<string, () => void>();
  let arrived = 0;
  let live = 0;

  subscribe((notice) => {
    if (notice.kind !== "claim" || notice.resource.caller !== CALLER) return;
    // Of a claim that is over nobody waits to hear, and who asks is answered so.
    if (heard.has(notice.resource.id) || !isOver(notice.resource)) learn(notice.resource);
  });

  function learn(claim: ClaimDetails): void {
    if ((heard.get(claim.id)?.version ?? 0) >= claim.version) return;
    heard.set(claim.id, claim);
    waiting.get(claim.id)?.();
  }

  /** The claim once it is delivered, or over. */
  async function outcome(id: string): Promise<ClaimDetails | undefined> {
    for (let claim = heard.get(id); claim; claim = heard.get(id)) {
      if (claim.state !== "pending" && claim.state !== "leased") return claim;
      await new Promise<void>((resolve) => waiting.set(id, resolve));
    }
    return undefined;
  }

  async function claim(nth: number): Promise<void> {
    const random = streams(`claimant/${nth}`);
    const { pool, types, satisfies } = targets[Math.floor(random.unit() * targets.length)]!;
    const apart = streams(`claimant/${nth}/fit`);
    const wishes = {
      ...plainPersistentClaims(random, nth, types),
      ...(satisfies && apart.chance(satisfies.part) && someOverrides(apart, nth, satisfies)),
    };
    const key = `job-${nth}`;
    const asked = await ask(`/pools/${pool}/claims`, { key, ...wishes });
    if (!asked) return;
    learn(asked);
    const claimed = await outcome(asked.id);
    if (claimed?.state === "delivered") {
      await scheduler.sleep(random.timing(USE));
      await ask(`/claims/${asked.id}/release`, {});
    }
    heard.delete(asked.id);
    waiting.delete(asked.id);
  }

  /** The claim as it is answered; undefined if the API refuses to talk of it. */
  async function ask(path: string, body: object): Promise<ClaimDetails | undefined> {
    const answer = await askUntilAnswered(scheduler, api.fetch, () => post(path, body, CALLER));
    const { claim: answered } = (answer?.body ?? {}) as { claim?: ClaimDetails };
    if (answered) emit({ kind: "answered", claim: answered });
    return answered;
  }

  return {
    arrive(count) {
      for (let each = 0; each < count; each += 1) {
        arrived += 1;
        const nth = arrived;
        live += 1;
        scheduler.after(0, async () => {
          await claim(nth);
          live -= 1;
        });
      }
    },
    live: () => live,
  };
}

const isOver = ({ endedAt }: ClaimDetails): boolean => endedAt !== undefined;
