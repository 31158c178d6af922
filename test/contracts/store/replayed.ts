import { describe, expect, test } from "vitest";
import { type ReplayedNotice, replayedKey } from "../../../core/ports/replays.ts";
import { EPOCH } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const notice = (n: number, at = EPOCH + n): ReplayedNotice => ({ noticeId: `i-1:${n}`, at, text: `{"n":${n}}` });
const [ONE, OTHER] = ["gr.t5abc1.0f0f.-.-", "gr.t5abc2.0f0f.-.-"];

export function replayedContract(makeSubject: MakeSubject): void {
  describe("what replays brought", () => {
    test("is kept once, in the order of its time, by replay", async () => {
      const { replayed } = (await makeSubject()).store;
      for (const n of [3, 1, 2, 1]) await replayed.keep(ONE, notice(n));
      await replayed.keep(OTHER, notice(9));
      expect(await replayed.page(ONE, { limit: 10 })).toEqual([notice(1), notice(2), notice(3)]);
      expect(await replayed.page(OTHER, { limit: 10 })).toEqual([notice(9)]);
    });

    test("comes page by page, and notices of one moment are told apart", async () => {
      const { replayed } = (await makeSubject()).store;
      const all = [1, 2, 3].map((n) => notice(n, EPOCH));
      for (const each of all) await replayed.keep(ONE, each);
      expect(await replayed.page(ONE, { limit: 2 })).toEqual(all.slice(0, 2));
      expect(await replayed.page(ONE, { limit: 2, after: replayedKey(all[1]!) })).toEqual(all.slice(2));
    });
  });
}
