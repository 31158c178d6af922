import type { Rule } from "./rule.ts";

export const oneHolder: Rule = {
  sentence: "an instance is handed to one claim at a time",
  begin() {
    const holders = new Map<string, string>();
    return {
      see(fact) {
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { before, after } = fact.written;
        if (before?.instance !== undefined && holders.get(before.instance) === after.id)
          holders.delete(before.instance);
        if (after.instance === undefined || (after.state !== "leased" && after.state !== "delivered")) return undefined;
        const holder = holders.get(after.instance);
        holders.set(after.instance, after.id);
        return holder === undefined ? undefined : `${after.instance} went to ${after.id} while ${holder} had it`;
      },
    };
  },
};
