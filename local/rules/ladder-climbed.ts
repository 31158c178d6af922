import { LADDER_STARTS_MAX, TRAIL_MAX } from "../../core/model/limits.ts";
import { RUNGS, type Rung } from "../../core/model/rung.ts";
import type { Rule } from "./rule.ts";

/** Rungs whose failure begins a climb. */
const BEGINNINGS: readonly Rung["rung"][] = ["warm", "near-ready", "queue"];

export const ladderClimbed: Rule = {
  sentence: "what is tried for a claim comes in the order of the ladder, and no climb starts more than it may",
  begin: () => ({
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
      const { id, trail = [] } = fact.written.after;
      if (trail.length > TRAIL_MAX) return `${id} tells of ${trail.length} steps`;
      for (const climb of climbsOf(trail)) {
        const order = climb.map(({ rung }) => RUNGS.indexOf(rung));
        const back = order.findIndex((rung, at) => rung < (order[at - 1] ?? 0));
        if (back >= 0) return `${id} tried ${climb[back]?.rung} after ${climb[back - 1]?.rung}`;
        const starts = climb.filter(({ outcome, rung }) => outcome === "failed" && !BEGINNINGS.includes(rung)).length;
        if (starts > LADDER_STARTS_MAX + 1) return `${id} was started ${starts} times in one climb`;
      }
      return undefined;
    },
  }),
};

/** What was tried after each failure that began a climb. */
function climbsOf(trail: readonly Rung[]): readonly (readonly Rung[])[] {
  const climbs: Rung[][] = [[]];
  for (const rung of trail) {
    if (rung.outcome === "failed" && BEGINNINGS.includes(rung.rung)) climbs.push([]);
    else climbs.at(-1)?.push(rung);
  }
  return climbs;
}
