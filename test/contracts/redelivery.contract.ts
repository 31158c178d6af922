import { describe, expect, test } from "vitest";
import { SQS } from "../../core/model/aws-behaviour.ts";
import { MINUTE_MS } from "../../core/model/time.ts";
import type { Redelivery } from "../../core/ports/redelivery.ts";

/** The queues of `wake` (standard) and `plan-pool` (FIFO), and what a test can do to them. */
export interface Redelivering {
  readonly redelivery: Redelivery;
  /** Sends these and receives them: the handle of each. */
  receive(queue: "wake" | "plan-pool", ...texts: readonly string[]): Promise<readonly string[]>;
  /** What can be received now. */
  visible(queue: "wake" | "plan-pool"): Promise<readonly string[]>;
}

/** What every adapter of `core/ports/redelivery.ts` promises. */
export function redeliveryContract(name: string, open: () => Promise<Redelivering>): void {
  describe(`redelivery over ${name}`, () => {
    test.each(["wake", "plan-pool"] as const)(
      "lets what failed be seen again at once in the queue of %s",
      async (queue) => {
        const { redelivery, receive, visible } = await open();
        const [handle = ""] = await receive(queue, "one");
        expect(await visible(queue)).toEqual([]);
        expect(await redelivery.delay(queue, [{ handle, delayMs: 0 }])).toBe(0);
        expect(await visible(queue)).toEqual(["one"]);
      },
    );

    test("hides what failed for as long as it is told", async () => {
      const { redelivery, receive, visible } = await open();
      const [handle = ""] = await receive("wake", "one");
      expect(await redelivery.delay("wake", [{ handle, delayMs: MINUTE_MS }])).toBe(0);
      expect(await visible("wake")).toEqual([]);
    });

    test("sets more messages than one call of SQS takes", async () => {
      const { redelivery, receive, visible } = await open();
      const texts = Array.from({ length: SQS.batchMax + 1 }, (_, nth) => `${nth}`);
      const handles = await receive("wake", ...texts);
      expect(
        await redelivery.delay(
          "wake",
          handles.map((handle) => ({ handle, delayMs: 0 })),
        ),
      ).toBe(0);
      expect((await visible("wake")).length).toBeGreaterThan(0);
    });

    test("counts what it could not set, and sets the rest", async () => {
      const { redelivery, receive, visible } = await open();
      const [handle = ""] = await receive("wake", "one");
      const over = { handle: "a handle that names nothing", delayMs: 0 };
      expect(await redelivery.delay("wake", [over, { handle, delayMs: 0 }])).toBe(1);
      expect(await visible("wake")).toEqual(["one"]);
    });

    test("of a function that no queue feeds is a fault", async () => {
      const { redelivery } = await open();
      await expect(redelivery.delay("nobody", [])).rejects.toMatchObject({ fate: "terminal", code: "NoQueue" });
    });
  });
}
