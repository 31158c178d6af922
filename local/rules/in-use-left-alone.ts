import type { Instance } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

export const inUseLeftAlone: Rule = {
  sentence: "an instance in use is neither stopped nor terminated",
  begin() {
    const records = new Map<string, Instance>();
    return {
      see(fact) {
        if (fact.kind === "written" && fact.written.kind === "instance")
          records.set(fact.written.after.id, fact.written.after);
        if (fact.kind !== "asked" || fact.what === "start") return undefined;
        const record = records.get(fact.id);
        return record?.state === "in-use" ? `${fact.what} of ${fact.id}, held by ${record.lease?.claim}` : undefined;
      },
    };
  },
};
