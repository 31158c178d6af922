import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Action } from "../../core/model/action.ts";
import { SWEEP_REST_MS } from "../../core/model/limits.ts";
import { sweepId } from "../../core/model/sweep.ts";
import { type Instant, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { QueueName } from "../../core/ports/messages.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { performActionCommand } from "../../events/commands/perform-action.v1.ts";
import { planPoolCommand } from "../../events/commands/plan-pool.v1.ts";
import { sweepOn } from "../../events/commands/sweep.v1.ts";
import { wake } from "../../events/commands/wake.v1.ts";
import { EPOCH, instanceNo, POOL, REGION } from "../builders.ts";
import { heard, noticesContract, type Publishing } from "./messages/notices.ts";

/** A message as it lies in a queue: its text, and how long it is held back from when it was sent. */
export interface Held {
  readonly text: string;
  readonly delayMs: number;
}

/** The message ports over something that carries messages, and what a test can see of it. */
export interface Carriage extends Publishing, Pick<Ports, "actions" | "planRequests" | "sweepRequests" | "timers"> {
  /** The clock that the ports read; it does not move until it is set. */
  setClock(at: Instant): void;
  /** All that lies in a queue, oldest first. */
  held(queue: QueueName): Promise<readonly Held[]>;
  close(): Promise<void>;
}

/** What every adapter of the message ports promises. */
export function messagesContract(name: string, open: () => Promise<Carriage>): void {
  describe(`messages over ${name}`, () => {
    let carriage: Carriage;
    beforeEach(async () => {
      carriage = await open();
      carriage.setClock(EPOCH);
    });
    afterEach(() => carriage.close());

    describe("actions", () => {
      const launch: Action = { do: "launch", pool: POOL, token: "a".repeat(64), cause: "plan:1" };
      const stopNo = (n: number): Action => ({
        do: "stop",
        instance: instanceNo(n),
        entry: 2,
        leaseEpoch: 1,
        askedAgain: 0,
        cause: "signal:agent",
      });

      test("come as they were given", async () => {
        await carriage.actions.enqueue([launch, stopNo(1)]);
        const events = (await carriage.held("actions")).map(({ text }) => heard(performActionCommand, text));
        expect(events.map(({ detail }) => detail.action)).toEqual([launch, stopNo(1)]);
        expect(events.map(({ at }) => at)).toEqual([EPOCH, EPOCH]);
      });

      test("have the same id when they are given twice, and other actions have others", async () => {
        await carriage.actions.enqueue([launch, stopNo(1)]);
        await carriage.actions.enqueue([launch, stopNo(1)]);
        const ids = (await carriage.held("actions")).map(({ text }) => heard(performActionCommand, text).id);
        expect(ids.slice(0, 2)).toEqual(ids.slice(2));
        expect(new Set(ids).size).toBe(2);
      });

      test("all come, however many there are", async () => {
        const actions = Array.from({ length: 23 }, (_, n) => stopNo(n));
        await carriage.actions.enqueue(actions);
        const came = (await carriage.held("actions")).map(
          ({ text }) => heard(performActionCommand, text).detail.action,
        );
        expect(came).toEqual(actions);
      });

      test("are not held back, unless that is asked for", async () => {
        await carriage.actions.enqueue([stopNo(1)]);
        await carriage.actions.enqueue([stopNo(2)], { delayMs: 90 * SECOND_MS });
        expect((await carriage.held("actions")).map(({ delayMs }) => delayMs)).toEqual([0, 90 * SECOND_MS]);
      });

      test("may be none", async () => {
        await carriage.actions.enqueue([]);
        expect(await carriage.held("actions")).toEqual([]);
      });
    });

    describe("plan requests", () => {
      const pools = async () =>
        (await carriage.held("plans")).map(({ text }) => heard(planPoolCommand, text).detail.pool);

      test("of one second are one message, held back longer than that second", async () => {
        await carriage.planRequests.request(POOL);
        carriage.setClock(EPOCH + SECOND_MS - 1);
        await carriage.planRequests.request(POOL);
        expect(await pools()).toEqual([POOL]);
        expect((await carriage.held("plans"))[0]?.delayMs).toBe(2 * SECOND_MS);
      });

      test("of two seconds are two", async () => {
        await carriage.planRequests.request(POOL);
        carriage.setClock(EPOCH + SECOND_MS);
        await carriage.planRequests.request(POOL);
        expect(await pools()).toEqual([POOL, POOL]);
      });

      test("of two pools are two", async () => {
        await carriage.planRequests.request(POOL);
        await carriage.planRequests.request("linux-ci");
        expect([...(await pools())].sort()).toEqual(["linux-ci", POOL]);
      });
    });

    describe("a request to go on with a sweep", () => {
      const sweep = sweepId(REGION, EPOCH);

      test("names the sweep, and is held back while the sweep rests", async () => {
        await carriage.sweepRequests.request(sweep);
        const [message] = await carriage.held("sweeps");
        expect(heard(sweepOn, message?.text ?? "")).toMatchObject({ at: EPOCH, detail: { version: 1, sweep } });
        expect(message?.delayMs).toBe(SWEEP_REST_MS);
      });

      test("is sent each time it is made, and those of one second have one id", async () => {
        for (const ms of [0, SECOND_MS - 1, SECOND_MS]) {
          carriage.setClock(EPOCH + ms);
          await carriage.sweepRequests.request(sweep);
        }
        const [first, second, third] = (await carriage.held("sweeps")).map(({ text }) => heard(sweepOn, text).id);
        expect(second).toBe(first);
        expect(third).not.toBe(first);
      });

      test("has another id for another sweep", async () => {
        await carriage.sweepRequests.request(sweep);
        await carriage.sweepRequests.request(sweepId("us-east-1", EPOCH));
        const ids = (await carriage.held("sweeps")).map(({ text }) => heard(sweepOn, text).id);
        expect(new Set(ids).size).toBe(2);
      });
    });

    describe("a timer", () => {
      const TIMER = { instance: instanceNo(1), entry: 3, askedAgain: 1 };

      test("comes back with the state entry it was set for", async () => {
        await carriage.timers.arm({ ...TIMER, wakeAt: EPOCH + 5 * MINUTE_MS });
        const [message] = await carriage.held("timers");
        const { detail } = heard(wake, message?.text ?? "");
        expect(detail).toEqual({ version: 1, ...TIMER, wakeAt: "2026-01-05T09:05:00.000Z" });
      });

      test.each([
        { far: "due", inMs: 0, heldMs: 0 },
        { far: "overdue", inMs: -MINUTE_MS, heldMs: 0 },
        { far: "soon", inMs: 5 * MINUTE_MS, heldMs: 5 * MINUTE_MS },
        { far: "as late as a queue can hold it", inMs: 15 * MINUTE_MS, heldMs: 15 * MINUTE_MS },
        { far: "later than that", inMs: 4 * 60 * MINUTE_MS, heldMs: 15 * MINUTE_MS },
      ])("that is $far is held back for $heldMs ms", async ({ inMs, heldMs }) => {
        await carriage.timers.arm({ ...TIMER, wakeAt: EPOCH + inMs });
        expect((await carriage.held("timers"))[0]?.delayMs).toBe(heldMs);
      });

      test("never comes early for a fraction of a second", async () => {
        await carriage.timers.arm({ ...TIMER, wakeAt: EPOCH + 1_001 });
        const delayMs = (await carriage.held("timers"))[0]?.delayMs ?? 0;
        expect(delayMs).toBeGreaterThanOrEqual(1_001);
        expect(delayMs).toBeLessThanOrEqual(2_000);
      });
    });

    noticesContract(() => carriage);
  });
}
