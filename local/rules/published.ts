import { noticeId } from "../../core/model/ids.ts";
import { stageOf } from "../../core/model/sweep.ts";
import type { Written } from "../../core/ports/store.ts";
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
      const news = fact.kind === "written" ? newsOf(fact.written) : undefined;
      if (news !== undefined) unheard.add(news);
      if (fact.kind !== "noticed") return undefined;
      const { noticeId } = fact.notice;
      if (heard.has(noticeId)) doubles += 1;
      else if (!unheard.has(noticeId)) return `${noticeId} was published and never written`;
      heard.add(noticeId);
      unheard.delete(noticeId);
      return undefined;
    },
    gaps: () => [...unheard],
    doubles: () => doubles,
  };
}

/** The id of the notice that a write brings; undefined: it is no news to subscribers. */
function newsOf(written: Written): string | undefined {
  switch (written.kind) {
    case "alert":
      return undefined;
    case "template":
      return noticeId(`template/${written.after.name}`, written.after.version);
    case "sweep": {
      const { number } = stageOf(written.after);
      const isNews = !written.before || stageOf(written.before).number !== number;
      return isNews ? noticeId(`sweep/${written.after.id}`, number) : undefined;
    }
    default:
      return noticeId(written.after.id, written.after.version);
  }
}

export const published: Rule = {
  sentence: "every saved version is told, and nothing else",
  begin() {
    const { see, gaps } = hearing();
    return { see, end: () => gaps().map((noticeId) => `${noticeId} was never published`) };
  },
};
