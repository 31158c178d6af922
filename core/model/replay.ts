import { type PoolId, windowDigest } from "./ids.ts";
import { type Instant, SECOND_MS } from "./time.ts";

/** Which notices a replay of the archive is about: those dated from `from` on and before `to`, of one kind and pool if they are named. */
export interface ReplayRequest {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind?: string;
  readonly pool?: PoolId;
}

/** The name carries what is wanted, so that whoever hears a replayed notice need not ask: `gr.<second>.<window>.<kind>.<pool>`, `-` for
 *  any. At most 64 of `[.\-_A-Za-z0-9]`, which is what EventBridge takes. Source: EventBridge API Reference, StartReplay. */
export const replayName = ({ from, to, kind = ANY, pool = ANY }: ReplayRequest, askedAt: Instant): string =>
  ["gr", Math.floor(askedAt / SECOND_MS).toString(36), windowDigest(from, to), kind, pool].join(".");

/** What a replay's name says is wanted; undefined: it is no name of ours. */
export function wantedBy(name: string): Pick<ReplayRequest, "kind" | "pool"> | undefined {
  const [ours, , window, kind, pool, ...more] = name.split(".");
  if (ours !== "gr" || window === undefined || kind === undefined || pool === undefined || more.length > 0)
    return undefined;
  return { ...(kind !== ANY && { kind }), ...(pool !== ANY && { pool }) };
}

const ANY = "-";
