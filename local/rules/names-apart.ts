import type { Claim } from "../../core/model/claim.ts";
import type { Rule } from "./rule.ts";

const HELD: readonly Claim["state"][] = ["leased", "delivered"];

export const namesApart: Rule = {
  sentence: "an address or a name belongs to one live claim",
  begin() {
    const holders = new Map<string, string>();
    return {
      see(fact) {
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { after } = fact.written;
        const isHeld = HELD.includes(after.state);
        for (const name of namesOf(after)) {
          const holder = holders.get(name);
          if (!isHeld && holder === after.id) holders.delete(name);
          if (isHeld && holder !== undefined && holder !== after.id)
            return `${name} is of ${after.id} while ${holder} has it`;
          if (isHeld) holders.set(name, after.id);
        }
        return undefined;
      },
    };
  },
};

const namesOf = ({ overrides: { elasticIp, dns } }: Claim): readonly string[] => [
  ...(elasticIp === undefined ? [] : [elasticIp]),
  ...(dns ? [`${dns.name} in ${dns.zone}`] : []),
];
