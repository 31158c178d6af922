import type { Instance } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

const OUTSIDE: readonly Instance["state"][] = ["retiring", "quarantined", "gone"];

export const belowCeiling: Rule = {
  sentence: "a pool launches nothing beyond its ceiling of instances",
  begin() {
    const ceilings = new Map<string, number>();
    const counts = new Map<string, number>();
    const weight = (record: Instance | undefined): number => (record && !OUTSIDE.includes(record.state) ? 1 : 0);
    return {
      see(fact) {
        if (fact.kind !== "written") return undefined;
        const { written } = fact;
        if (written.kind === "pool") ceilings.set(written.after.id, written.after.max.instances);
        if (written.kind !== "instance") return undefined;
        const { before, after } = written;
        const count = (counts.get(after.pool) ?? 0) + weight(after) - weight(before);
        counts.set(after.pool, count);
        const most = ceilings.get(after.pool) ?? 0;
        return !before && count > most ? `${after.pool} holds ${count} with ${after.id}, at most ${most}` : undefined;
      },
    };
  },
};
