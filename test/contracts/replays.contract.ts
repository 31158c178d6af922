import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { REPLAYS_AT_ONCE_MAX } from "../../core/model/limits.ts";
import { HOUR_MS, type Instant, MINUTE_MS } from "../../core/model/time.ts";
import type { Replays } from "../../core/ports/replays.ts";
import { EPOCH } from "../builders.ts";

/** An archive, and what a test can do to it and see of it. */
export interface ArchiveSubject {
  readonly replays: Replays;
  /** The same, over an archive that is not there. */
  readonly ofNothing: Replays;
  /** Puts an event with this detail on the bus, dated so. */
  put(at: Instant, detail: object): Promise<void>;
  /** Lets the archive take in what was put, and what it was asked for come to its end. */
  settle(): Promise<void>;
  /** What came by the shadow rule, which wants what is replayed, and by one that wants everything. */
  shadowed(): Promise<readonly string[]>;
  unfiltered(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What every adapter of `core/ports/replays.ts` promises. */
export function replaysContract(name: string, open: () => Promise<ArchiveSubject>): void {
  describe(`replays of ${name}`, () => {
    let archive: ArchiveSubject;
    beforeEach(async () => {
      archive = await open();
    });
    afterEach(() => archive.close());

    /** Of everything, whenever it was. */
    const asked = { name: "gr.t5abc1.0f0f.-.-", from: EPOCH, to: Date.UTC(2100, 0, 1) };
    const numbersOf = (texts: readonly string[]) =>
      [...new Set(texts.map((text) => (JSON.parse(text) as { detail: { n: number } }).detail.n))].sort();
    async function put(...times: readonly Instant[]): Promise<void> {
      for (const [n, at] of times.entries()) await archive.put(at, { n });
      await archive.settle();
    }

    test("bring again what was put, each at least once, with the name of the replay on it", async () => {
      await put(EPOCH, EPOCH + MINUTE_MS, EPOCH + HOUR_MS);
      expect(await archive.replays.start(asked)).toEqual({ kind: "started" });
      await archive.settle();
      const texts = await archive.shadowed();
      expect(numbersOf(texts)).toEqual([0, 1, 2]);
      for (const text of texts)
        expect(JSON.parse(text)).toMatchObject({ "replay-name": asked.name, source: "greenroom" });
    });

    test("bring it to the rule they are for and to no other", async () => {
      await put(EPOCH);
      expect(await archive.unfiltered()).toHaveLength(1);
      await archive.replays.start(asked);
      await archive.settle();
      expect(await archive.shadowed()).not.toEqual([]);
      expect(await archive.unfiltered()).toEqual([]);
    });

    test("bring what is dated from the window's begin on and before its end, and nothing else", async () => {
      await put(EPOCH - MINUTE_MS, EPOCH, EPOCH + MINUTE_MS, EPOCH + 2 * MINUTE_MS);
      await archive.replays.start({ ...asked, to: EPOCH + 2 * MINUTE_MS });
      await archive.settle();
      expect(numbersOf(await archive.shadowed())).toEqual([1, 2]);
    });

    test("of a window in which nothing was put bring nothing, and are completed", async () => {
      await put(EPOCH);
      const [from, to] = [EPOCH - 2 * HOUR_MS, EPOCH - HOUR_MS];
      expect(await archive.replays.start({ ...asked, from, to })).toEqual({ kind: "started" });
      await archive.settle();
      expect(await archive.replays.find(asked.name)).toMatchObject({ state: "completed", from, to });
      expect(await archive.shadowed()).toEqual([]);
    });

    test("of one name are one", async () => {
      await put(EPOCH);
      expect(await archive.replays.start(asked)).toEqual({ kind: "started" });
      expect(await archive.replays.start(asked)).toEqual({ kind: "already" });
      await archive.settle();
      expect(await archive.replays.start(asked)).toEqual({ kind: "already" });
    });

    test("are told of: what they are of, and that they are completed", async () => {
      await put(EPOCH);
      await archive.replays.start(asked);
      await archive.settle();
      expect(await archive.replays.find(asked.name)).toMatchObject({ ...asked, state: "completed" });
    });

    test("tell how far they came", async () => {
      await put(EPOCH);
      await archive.replays.start(asked);
      await archive.settle();
      expect(await archive.replays.find(asked.name)).toMatchObject({ reachedAt: EPOCH });
    });

    test("that nobody started are unknown", async () => {
      expect(await archive.replays.find("terminal")).toBeUndefined();
      expect(await archive.replays.cancel("terminal")).toBe("unknown");
    });

    test("of an archive that is not there are refused", async () => {
      expect(await archive.ofNothing.start(asked)).toEqual({ kind: "refused", error: expect.stringMatching(/./) });
    });

    test("that are cancelled bring no more, and are cancelled", async () => {
      await put(EPOCH);
      await archive.replays.start(asked);
      expect(await archive.replays.cancel(asked.name)).toBe("asked");
      await archive.settle();
      expect(await archive.replays.find(asked.name)).toMatchObject({ state: "cancelled" });
      expect(await archive.shadowed()).toEqual([]);
    });

    test("that are completed cannot be cancelled", async () => {
      await archive.replays.start(asked);
      await archive.settle();
      expect(await archive.replays.cancel(asked.name)).toBe("over");
    });

    test("are so many at once and no more", async () => {
      for (let nth = 0; nth < REPLAYS_AT_ONCE_MAX; nth += 1)
        expect(await archive.replays.start({ ...asked, name: `gr.${nth}` })).toEqual({ kind: "started" });
      expect(await archive.replays.start(asked)).toEqual({ kind: "refused", error: expect.stringMatching(/./) });
    });
  });
}
