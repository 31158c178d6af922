import type { Claim } from "../../core/model/claim.ts";
import { HOUR_MS, type Instant, MINUTE_MS } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

/** A plan that comes late may refuse a claim so long after its patience is over. */
const REFUSED_LATE_MS = 5 * MINUTE_MS;
/** A launch, its preparation and its hand-over, each with a deadline, and some that failed before. */
const LEASED_MAX_MS = 3 * HOUR_MS;

export const claimsEnd: Rule = {
  sentence: "no claim waits for ever: it is delivered or refused in time",
  begin() {
    const open = new Map<string, Claim>();
    return {
      see(fact) {
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { after } = fact.written;
        if (after.state === "pending" || after.state === "leased") open.set(after.id, after);
        else open.delete(after.id);
        return undefined;
      },
      end: ({ now }) =>
        [...open.values()].filter((claim) => isStuck(claim, now)).map(({ id, state }) => `${id} is still ${state}`),
    };
  },
};

const isStuck = ({ state, waitUntil, leasedAt }: Claim, now: Instant): boolean =>
  state === "pending" ? now > waitUntil + REFUSED_LATE_MS : now > (leasedAt ?? 0) + LEASED_MAX_MS;
