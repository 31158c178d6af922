import { describe, expect, test } from "vitest";
import { MESSAGE_BATCH_MAX } from "../../core/model/limits.ts";
import type { DeadLetters } from "../../core/ports/dead-letters.ts";

/** Dead-letter queues of the functions `wake` and `plan-pool`, and what a test can do to them. */
export interface Graveyard {
  readonly deadLetters: DeadLetters;
  deadLetter(queue: "wake" | "plan-pool", text: string, why?: Readonly<Record<string, string>>): Promise<void>;
  /** All that lies in the queue that feeds a function. */
  fed(queue: "wake" | "plan-pool"): Promise<readonly string[]>;
}

/** What every adapter of `core/ports/dead-letters.ts` promises. */
export function deadLettersContract(name: string, open: () => Promise<Graveyard>): void {
  describe(`dead letters over ${name}`, () => {
    test("are counted, queue by queue", async () => {
      const { deadLetters, deadLetter } = await open();
      for (const text of ["one", "two"]) await deadLetter("wake", text);
      expect(await deadLetters.counts()).toEqual({ wake: 2, "plan-pool": 0 });
    });

    test("come with their text, and with what tells why", async () => {
      const { deadLetters, deadLetter } = await open();
      await deadLetter("wake", "one", { ERROR_CODE: "NO_PERMISSIONS" });
      const [letter, ...more] = await deadLetters.take("wake", 10);
      expect(letter).toMatchObject({ text: "one", why: { ERROR_CODE: "NO_PERMISSIONS" } });
      expect(letter?.sentAt).toBeGreaterThan(0);
      expect(more).toEqual([]);
    });

    test("can be laid down with why, by who knows that they will never be done", async () => {
      const { deadLetters } = await open();
      for (const queue of ["wake", "plan-pool"] as const) {
        const error = { code: "Malformed", message: "wake: detail.entry: is missing" };
        expect(await deadLetters.deadLetter(queue, { id: "m-1", text: "{}", error })).toBe("dead-lettered");
        expect(await deadLetters.take(queue, 1)).toMatchObject([
          { text: "{}", why: { FUNCTION: queue, ERROR_CODE: "Malformed", ERROR_MESSAGE: error.message } },
        ]);
      }
      expect(
        await deadLetters.deadLetter("nobody", { id: "m-1", text: "{}", error: { code: "x", message: "y" } }),
      ).toBe("none");
    });

    test("are held by who took them, and are there again when put back", async () => {
      const { deadLetters, deadLetter } = await open();
      await deadLetter("wake", "one");
      const [letter] = await deadLetters.take("wake", 1);
      expect(await deadLetters.take("wake", 1)).toEqual([]);
      await deadLetters.putBack("wake", letter!);
      expect((await deadLetters.take("wake", 1)).map(({ text }) => text)).toEqual(["one"]);
    });

    test("are taken no more at a time than asked for", async () => {
      const { deadLetters, deadLetter } = await open();
      for (let n = 0; n <= MESSAGE_BATCH_MAX; n += 1) await deadLetter("wake", `${n}`);
      expect(await deadLetters.take("wake", 3)).toHaveLength(3);
      expect((await deadLetters.take("wake", MESSAGE_BATCH_MAX)).length).toBeLessThanOrEqual(MESSAGE_BATCH_MAX);
    });

    test.each(["wake", "plan-pool"] as const)("sent back are fed to %s once, and lie there no more", async (queue) => {
      const { deadLetters, deadLetter, fed } = await open();
      await deadLetter(queue, "one");
      const [letter] = await deadLetters.take(queue, 1);
      await deadLetters.sendBack(queue, letter!);
      expect(await fed(queue)).toEqual(["one"]);
      await deadLetters.putBack(queue, letter!).catch(() => {});
      expect(await deadLetters.take(queue, 1)).toEqual([]);
    });

    test("of a function that has none are a fault", async () => {
      const { deadLetters } = await open();
      await expect(deadLetters.take("nobody", 1)).rejects.toThrow("there is no dead-letter queue nobody");
    });
  });
}
