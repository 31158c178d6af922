import type { Instance } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

const LEASABLE: readonly Instance["state"][] = ["launching", "preparing", "parking", "handing-over", "in-use"];

export const leasesRespected: Rule = {
  sentence:
    "what is leased is retired by no plan, what is suspect is leased to nobody, and a claim holds what it is told to",
  begin() {
    const records = new Map<string, Instance>();
    return {
      see(fact) {
        if (fact.kind !== "written") return undefined;
        const { written } = fact;
        if (written.kind === "claim") {
          const { id, state, instance } = written.after;
          const record = instance === undefined ? undefined : records.get(instance);
          const isHeld = state === "leased" || state === "delivered";
          return isHeld && record && record.lease?.claim !== id
            ? `${id} is ${state} ${instance}, which is held by ${record.lease?.claim ?? "nobody"}`
            : undefined;
        }
        if (written.kind !== "instance") return undefined;
        const { before, after } = written;
        records.set(after.id, after);
        if (before?.lease && after.last.name === "retire")
          return `${after.id} is retired, held by ${before.lease.claim}`;
        if (after.lease && !LEASABLE.includes(after.state)) return `${after.id} is ${after.state}, and leased`;
        const isTaken = after.lease !== undefined && after.lease.epoch !== before?.lease?.epoch;
        if (isTaken && before?.lease) return `${after.id} goes to ${after.lease?.claim}, held by ${before.lease.claim}`;
        return isTaken && before?.suspectSince !== undefined ? `${after.id} is leased, and suspect` : undefined;
      },
    };
  },
};
