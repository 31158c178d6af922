import { FAILED_HAND_OVERS_MAX, SIGNALS_MAX } from "../../core/model/limits.ts";
import type { Rule } from "./rule.ts";

export const versionsFollow: Rule = {
  sentence:
    "each write is one version up, each change of state one entry, and no record outgrows its bounds or unlearns",
  begin: () => ({
    see(fact) {
      if (fact.kind !== "written" || (fact.written.kind !== "instance" && fact.written.kind !== "claim"))
        return undefined;
      const { before, after } = fact.written;
      if (after.version !== (before?.version ?? 0) + 1) return `${after.id} is written as ${after.version}`;
      if (fact.written.kind === "claim")
        return fact.written.after.failedHandOvers > FAILED_HAND_OVERS_MAX
          ? `${after.id} was tried too often`
          : undefined;
      const { before: was, after: is } = fact.written;
      if (Object.keys(is.signals).length > SIGNALS_MAX) return `${is.id} keeps too many signals`;
      if (!was) return undefined;
      if (is.observed.at < was.observed.at) return `${is.id} believes what is older than what it knew`;
      const entries = is.entry - was.entry;
      return entries === (was.state === is.state ? 0 : 1) ? undefined : `${is.id} is ${is.state}, entry ${is.entry}`;
    },
  }),
};
