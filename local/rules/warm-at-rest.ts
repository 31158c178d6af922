import { tierRow } from "../../events/tiers.ts";
import type { Rule } from "./rule.ts";

export const warmAtRest: Rule = {
  sentence: "what becomes warm was last seen as its tier has it: stopped, or running",
  begin: () => ({
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "instance") return undefined;
      const { before, after } = fact.written;
      if (after.state !== "warm" || before?.state === "warm") return undefined;
      const wanted = tierRow(after.tier).parks === "stays-running" ? "running" : "stopped";
      return after.observed.state === wanted ? undefined : `${after.id} is warm, and ${after.observed.state}`;
    },
  }),
};
