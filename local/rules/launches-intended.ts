import type { Rule } from "./rule.ts";

export const launchesIntended: Rule = {
  sentence: "EC2 launches what the ledger intended, once a token and no more than its count",
  begin() {
    const intended = new Map<string, number>();
    const launched = new Set<string>();
    return {
      see(fact) {
        if (fact.kind === "intended") intended.set(fact.intent.token, fact.intent.count);
        if (fact.kind !== "launched" || fact.ids.length === 0) return undefined;
        const { token, ids } = fact;
        const count = intended.get(token);
        const again = launched.has(token);
        launched.add(token);
        if (count === undefined) return `${ids.join(", ")} launched with ${token}, which was never intended`;
        if (again) return `${ids.join(", ")} launched with ${token} again`;
        return ids.length > count ? `${ids.length} launched with ${token}, intended were ${count}` : undefined;
      },
    };
  },
};
