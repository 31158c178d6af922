import type { Instance } from "../../core/model/instance.ts";
import type { Pool } from "../../core/model/pool.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

const CENT = 0.01;
const OUTSIDE: readonly Instance["state"][] = ["retiring", "quarantined", "gone"];

export const belowCeiling: Rule = {
  sentence: "a pool launches nothing beyond its ceilings of instances and money",
  begin() {
    const ceilings = new Map<string, Pool["max"]>();
    const counts = new Map<string, number>();
    /** What a sweep took in, and when: a launch that was intended before could not know of it. */
    const adopted = new Map<string, { readonly pool: string; readonly at: Instant }>();
    const weight = (record: Instance | undefined): number => (record && !OUTSIDE.includes(record.state) ? 1 : 0);
    return {
      see(fact) {
        if (fact.kind !== "written") return undefined;
        const { written } = fact;
        if (written.kind === "pool") ceilings.set(written.after.id, written.after.max);
        if (written.kind !== "instance") return undefined;
        const { before, after } = written;
        const held = (counts.get(after.pool) ?? 0) + weight(after) - weight(before);
        counts.set(after.pool, held);
        if (!before && after.last.name === "adopted") adopted.set(after.id, { pool: after.pool, at: after.last.at });
        if (OUTSIDE.includes(after.state)) adopted.delete(after.id);
        if (before || after.last.name === "adopted") return undefined;
        const unforeseen = [...adopted.values()].filter(
          ({ pool, at }) => pool === after.pool && at >= after.launchedAt,
        );
        const count = held - unforeseen.length;
        const { instances: most, usdPerHour = Number.POSITIVE_INFINITY } = ceilings.get(after.pool) ?? { instances: 0 };
        if (count > most) return `${after.pool} holds ${count} with ${after.id}, at most ${most}`;
        // Whoever was launched at another price was let in by that.
        const usd = count * (after.terms.usdPerHour?.running ?? 0);
        return usd > usdPerHour + CENT
          ? `${after.pool} costs ${usd} with ${after.id}, at most ${usdPerHour}`
          : undefined;
      },
    };
  },
};
