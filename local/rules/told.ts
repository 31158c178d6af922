import type { Written } from "../../core/ports/store.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Fact } from "../facts.ts";
import type { Rule } from "./rule.ts";

/** Which versions were written and which of them a subscriber heard. */
export interface Hearing {
  see(fact: Fact): string | undefined;
  /** Notice ids of what was written and never heard. */
  gaps(): readonly string[];
  /** Notices heard again. */
  doubles(): number;
}

export function hearing(): Hearing {
  const unheard = new Set<string>();
  const heard = new Set<string>();
  let doubles = 0;
  return {
    see(fact) {
      if (fact.kind === "written") unheard.add(versionOf(fact.written));
      if (fact.kind !== "noticed") return undefined;
      const { noticeId } = fact.notice;
      if (heard.has(noticeId)) doubles += 1;
      else if (!unheard.has(noticeId)) return `${noticeId} was told and never written`;
      heard.add(noticeId);
      unheard.delete(noticeId);
      return undefined;
    },
    gaps: () => [...unheard],
    doubles: () => doubles,
  };
}

/** A notice's id as subscribers know it: the thing's and its version. */
const versionOf = ({ after }: Written): Notice["noticeId"] => `${after.id}:${after.version}`;

export const told: Rule = {
  sentence: "every saved version is told, and nothing else",
  begin() {
    const { see, gaps } = hearing();
    return { see, end: () => gaps().map((noticeId) => `${noticeId} was never told`) };
  },
};
