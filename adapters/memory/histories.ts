import type { Chapter } from "../../core/model/chapter.ts";
import type { Histories } from "../../core/ports/store.ts";
import { opened } from "./sorted.ts";

/** Chapters, for as long as the process lives. */
export function memoryHistories(): Histories {
  const kept = new Map<string, Map<number, Chapter>>();
  const begun = ({ transitions: [first] }: Chapter): number => first.at;
  return {
    async keep(chapter) {
      opened(kept, chapter.instance, () => new Map()).set(chapter.until, chapter);
    },
    at: async (id, moment) =>
      [...(kept.get(id)?.values() ?? [])]
        .filter((chapter) => begun(chapter) <= moment)
        .sort((one, other) => begun(one) - begun(other) || one.until - other.until)
        .at(-1),
  };
}
