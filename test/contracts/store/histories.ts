import { describe, expect, test } from "vitest";
import type { Chapter } from "../../../core/model/chapter.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { HISTORY_MAX } from "../../../core/model/limits.ts";
import { anInstance, EPOCH, instanceNo, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const ID = instanceNo(1);

/** As many writes of one instance, a second apart, the first at EPOCH. */
function life(writes: number): readonly Instance[] {
  const lived = [anInstance()];
  for (let n = 1; n < writes; n += 1) {
    const before = lived[n - 1] as Instance;
    lived.push(next(before, { last: { ...before.last, at: EPOCH + n * 1_000, cause: `event:${n}` } }));
  }
  return lived;
}

const chapter = (from: number, until: number): Chapter => {
  const [first, ...later] = life(until)
    .slice(from - 1)
    .map(({ last }) => last);
  return { instance: ID, until, transitions: [first!, ...later] };
};

export function historiesContract(makeSubject: MakeSubject): void {
  describe("histories", () => {
    test("a chapter is found at every moment from its beginning until the next begins", async () => {
      const { histories } = (await makeSubject()).store;
      const [one, two] = [chapter(1, 4), chapter(5, 8)];
      await histories.keep(two);
      await histories.keep(one);
      expect(await histories.at(ID, EPOCH - 1)).toBeUndefined();
      expect(await histories.at(ID, EPOCH)).toEqual(one);
      expect(await histories.at(ID, EPOCH + 3_999)).toEqual(one);
      expect(await histories.at(ID, EPOCH + 4_000)).toEqual(two);
      expect(await histories.at(ID, EPOCH + 86_400_000)).toEqual(two);
    });

    test("of chapters that begin together, the one that reaches further is found", async () => {
      const { histories } = (await makeSubject()).store;
      await histories.keep(chapter(1, 12));
      await histories.keep(chapter(1, 4));
      expect(await histories.at(ID, EPOCH)).toEqual(chapter(1, 12));
    });

    test("twice is once, and nobody else's", async () => {
      const { histories } = (await makeSubject()).store;
      await histories.keep(chapter(1, 4));
      await histories.keep(chapter(1, 4));
      expect(await histories.at(ID, EPOCH)).toEqual(chapter(1, 4));
      expect(await histories.at(instanceNo(2), EPOCH)).toBeUndefined();
    });

    test("the stream tells a chapter when the record is full of it, and the end of a life", async () => {
      const { store, told } = await makeSubject();
      const lived = life(2 * HISTORY_MAX + 2);
      const dead = next(lived.at(-1)!, { state: "gone" });
      for (const instance of [...lived, dead]) await store.records.commit({ instance });
      const closed = (await told(dead.version)).flatMap((written) =>
        written.kind === "instance" && written.closed ? [written.closed] : [],
      );
      expect(closed.map(({ until }) => until)).toEqual([HISTORY_MAX, 2 * HISTORY_MAX, dead.version]);
      const all = [...lived, dead].map(({ last }) => last);
      for (const { until, transitions } of closed) expect(transitions).toEqual(all.slice(until - HISTORY_MAX, until));
    });
  });
}
