import { type Replayed, type ReplayedNotice, replayedKey } from "../../core/ports/replays.ts";
import { opened, Sorted } from "./sorted.ts";

/** What replays brought, for as long as the process lives. */
export function memoryReplayed(): Replayed {
  const kept = new Map<string, Sorted<ReplayedNotice>>();
  return {
    async keep(replay, notice) {
      opened(kept, replay, () => new Sorted()).set(replayedKey(notice), notice);
    },
    page: async (replay, { after = "", limit }) => kept.get(replay)?.after(after, limit) ?? [],
  };
}
