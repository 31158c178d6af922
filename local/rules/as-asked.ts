import type { InstanceId } from "../../core/model/ids.ts";
import type { MachineMade } from "../facts.ts";
import type { Rule } from "./rule.ts";

export const asAsked: Rule = {
  sentence: "what is delivered is what was asked for: its image, zone and type",
  begin() {
    const made = new Map<InstanceId, MachineMade>();
    return {
      see(fact) {
        if (fact.kind === "ec2" && fact.made) made.set(fact.id, fact.made);
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { before, after } = fact.written;
        if (after.state !== "delivered" || before?.state === "delivered" || after.instance === undefined)
          return undefined;
        const has = made.get(after.instance);
        if (!has) return undefined;
        const { request, overrides } = after;
        const asked = { imageId: request.image, az: request.az, type: overrides.type };
        const other = (Object.keys(asked) as (keyof MachineMade)[]).find(
          (each) => (asked[each] ?? has[each]) !== has[each],
        );
        return other && `${after.id} asked for ${asked[other]} and got ${after.instance}, which is ${has[other]}`;
      },
    };
  },
};
