import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { QueueName } from "../../adapters/memory/messages.ts";
import type { Action } from "../../core/model/action.ts";
import { MESSAGE_BYTES_MAX, SWEEP_REST_MS } from "../../core/model/limits.ts";
import { sweepId } from "../../core/model/sweep.ts";
import { type Instant, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { claimNotice, instanceNotice } from "../../core/notices/notice-of.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { performAction } from "../../events/commands/perform-action.v1.ts";
import { planPool } from "../../events/commands/plan-pool.v1.ts";
import { sweepOn } from "../../events/commands/sweep.v1.ts";
import { wake } from "../../events/commands/wake.v1.ts";
import { type Contract, type Heard, read } from "../../events/contract.ts";
import { changeByReference } from "../../events/notices/change-by-reference.v1.ts";
import { claimChanged } from "../../events/notices/claim-changed.v1.ts";
import { instanceChanged } from "../../events/notices/instance-changed.v1.ts";
import { aClaim, anInstance, EPOCH, instanceNo, POOL, REGION } from "../builders.ts";

/** A message as it lies in a queue: its text, and how long it is held back from when it was sent. */
export interface Held {
  readonly text: string;
  readonly delayMs: number;
}

/** The message ports over something that carries messages, and what a test can see of it. */
export interface Carriage extends Pick<Ports, "actions" | "planRequests" | "sweepRequests" | "timers" | "publisher"> {
  /** The clock that the ports read; it stands until it is set. */
  setClock(at: Instant): void;
  /** All that lies in a queue, oldest first. */
  held(queue: QueueName): Promise<readonly Held[]>;
  /** Subscribes to notices whose attributes have one of the values, for each attribute named. Answers what came, oldest first. */
  subscribe(filter: Readonly<Record<string, readonly string[]>>): Promise<() => Promise<readonly string[]>>;
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

    const heard = <Detail>(contract: Contract<Detail>, text: string): Heard<Detail> => {
      const reading = read(contract, text);
      if (reading.kind !== "heard") throw new Error(`${reading.kind}: ${text}`);
      return reading.event;
    };

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
        const events = (await carriage.held("actions")).map(({ text }) => heard(performAction, text));
        expect(events.map(({ detail }) => detail.action)).toEqual([launch, stopNo(1)]);
        expect(events.map(({ at }) => at)).toEqual([EPOCH, EPOCH]);
      });

      test("have the same id when they are given twice, and other actions have others", async () => {
        await carriage.actions.enqueue([launch, stopNo(1)]);
        await carriage.actions.enqueue([launch, stopNo(1)]);
        const ids = (await carriage.held("actions")).map(({ text }) => heard(performAction, text).id);
        expect(ids.slice(0, 2)).toEqual(ids.slice(2));
        expect(new Set(ids).size).toBe(2);
      });

      test("all come, however many there are", async () => {
        const actions = Array.from({ length: 23 }, (_, n) => stopNo(n));
        await carriage.actions.enqueue(actions);
        const came = (await carriage.held("actions")).map(({ text }) => heard(performAction, text).detail.action);
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
      const pools = async () => (await carriage.held("plans")).map(({ text }) => heard(planPool, text).detail.pool);

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

    describe("notices", () => {
      const warm = instanceNotice(anInstance());
      const inUse = instanceNotice(anInstance({ id: instanceNo(2), state: "in-use", az: "eu-west-1b", version: 7 }));
      const claim = claimNotice(aClaim());

      test("reach every subscriber as they were given, under their own id", async () => {
        const came = await carriage.subscribe({});
        await carriage.publisher.publish([warm, claim]);
        const [first = "", second = ""] = await came();
        expect(heard(instanceChanged, first)).toMatchObject({ id: warm.noticeId, at: EPOCH, detail: warm });
        expect(heard(claimChanged, second)).toMatchObject({ id: claim.noticeId, detail: claim });
      });

      test.each([
        { filter: { kind: ["instance"] }, ids: [warm.noticeId, inUse.noticeId] },
        { filter: { kind: ["claim"] }, ids: [claim.noticeId] },
        { filter: { pool: [POOL] }, ids: [warm.noticeId, inUse.noticeId, claim.noticeId] },
        { filter: { pool: ["linux-ci"] }, ids: [] },
        { filter: { state: ["warm", "quarantined"] }, ids: [warm.noticeId] },
        { filter: { az: ["eu-west-1b"] }, ids: [inUse.noticeId] },
        { filter: { type: ["m6i.xlarge"], state: ["in-use"] }, ids: [inUse.noticeId] },
        { filter: { type: ["m5.xlarge"] }, ids: [] },
        { filter: { image: [anInstance().imageId] }, ids: [warm.noticeId, inUse.noticeId] },
      ])("pass $filter only where they match", async ({ filter, ids }) => {
        const came = await carriage.subscribe(filter);
        await carriage.publisher.publish([warm, inUse, claim]);
        expect((await came()).map((text) => JSON.parse(text).id)).toEqual(ids);
      });

      test("reach who wants them, and at the same time do not reach who wants others", async () => {
        const [wanting, other] = [
          await carriage.subscribe({ pool: [POOL] }),
          await carriage.subscribe({ pool: ["x"] }),
        ];
        expect(await carriage.publisher.publish([warm])).toEqual([]);
        expect(await wanting()).toHaveLength(1);
        expect(await other()).toEqual([]);
      });

      test("come whatever is written in them, and whatever is empty", async () => {
        const odd = "\u0000\uFFFE\uFFFF\uD800 ü 😀";
        const [came, passed] = [await carriage.subscribe({}), await carriage.subscribe({ image: [""] })];
        const notice = instanceNotice(anInstance({ imageId: "", tags: { odd } }));
        expect(await carriage.publisher.publish([notice])).toEqual([]);
        const [text = ""] = await came();
        expect(heard(instanceChanged, text).detail).toEqual(notice);
        expect(text).not.toMatch(/[\uFFFE\uFFFF]/);
        expect(await passed()).toEqual([]);
      });

      test("that are too large for a message come by reference, to whoever would have got them whole", async () => {
        const large = instanceNotice(anInstance({ tags: { story: "x".repeat(MESSAGE_BYTES_MAX) } }));
        const [wanting, other] = [
          await carriage.subscribe({ state: ["warm"], image: [anInstance().imageId] }),
          await carriage.subscribe({ state: ["in-use"] }),
        ];
        expect(await carriage.publisher.publish([large, inUse])).toEqual([]);
        const [text = "", ...rest] = await wanting();
        const { id, detail } = heard(changeByReference, text);
        expect(id).toBe(large.noticeId);
        expect(detail).toMatchObject({
          noticeId: large.noticeId,
          href: `/instances/${instanceNo(1)}`,
          leftOut: ["thing"],
        });
        expect(rest).toEqual([]);
        expect((await other()).map((each) => JSON.parse(each).id)).toEqual([inUse.noticeId]);
      });

      test("all come, however many there are", async () => {
        const came = await carriage.subscribe({});
        const notices = Array.from({ length: 12 }, (_, n) => instanceNotice(anInstance({ version: n + 1 })));
        await carriage.publisher.publish(notices);
        expect((await came()).map((text) => JSON.parse(text).id)).toEqual(notices.map(({ noticeId }) => noticeId));
      });
    });
  });
}
