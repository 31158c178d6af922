import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../../core/model/blame-limits.ts";
import type { InstanceId, PoolId } from "../../core/model/ids.ts";
import type { Instance } from "../../core/model/instance.ts";
import { HOUR_MS, type Instant } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

const NOT_READY: readonly Instance["state"][] = ["launching", "preparing", "retiring", "gone"];

/** What the pool's plans know, or knew. */
interface Tried {
  /** One moment for each instance that EC2 launched: when it was intended. */
  launches: readonly Instant[];
  readonly ready: Set<InstanceId>;
  /** The most that have been ready at once. */
  mostReady: number;
  readyAt: Instant;
}

export const launchesBounded: Rule = {
  sentence: "a pool in which nothing becomes ready launches no more an hour than it may",
  begin() {
    const pools = new Map<PoolId, Tried>();
    const intended = new Map<string, Instant>();
    const triedIn = (pool: PoolId): Tried => {
      const tried = pools.get(pool) ?? { launches: [], ready: new Set(), mostReady: 0, readyAt: 0 };
      pools.set(pool, tried);
      return tried;
    };
    return {
      see(fact, now) {
        if (fact.kind === "intended") intended.set(fact.intent.token, now);
        if (fact.kind === "written" && fact.written.kind === "instance") {
          const { id, pool, state, readyAt = 0 } = fact.written.after;
          const tried = triedIn(pool);
          tried.readyAt = Math.max(tried.readyAt, readyAt);
          if (NOT_READY.includes(state) || readyAt === 0) tried.ready.delete(id);
          else tried.ready.add(id);
          tried.mostReady = Math.max(tried.mostReady, tried.ready.size);
        }
        if (fact.kind !== "launched") return undefined;
        const { pool, ids, token } = fact;
        const at = intended.get(token) ?? now;
        const tried = triedIn(pool);
        tried.launches = [...tried.launches, ...ids.map(() => at)].filter((each) => each > now - HOUR_MS);
        const unproven = tried.launches.filter((each) => each > tried.readyAt).length;
        const most = Math.max(LAUNCHES_PER_HOUR_UNPROVEN_MAX, tried.mostReady);
        return ids.length === 0 || unproven <= most
          ? undefined
          : `${pool} has launched ${unproven} within an hour, and none is ready: at most ${most}`;
      },
    };
  },
};
