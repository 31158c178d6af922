import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { planText, timerText } from "../../adapters/messages/texts.ts";
import { ANSWER_MARGIN_MS } from "../../core/model/invocation-limits.ts";
import { THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import { RETRIES, retryDelayMs } from "../../core/model/retries.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { planPoolFunction, wakeFunction } from "../../functions/manifest.ts";
import { handle as planPool } from "../../functions/plan-pool.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import { route } from "../../functions/shared/route.ts";
import { handle as wake } from "../../functions/wake.ts";
import { EPOCH, instanceNo } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";
import { CONTEXT, failedIn, sqsEvent } from "./lambda.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

const timer = (n: number) => timerText({ instance: instanceNo(n), entry: 1, askedAgain: 0, wakeAt: EPOCH }, EPOCH);
const finding = (ports: Ports, find: Ports["instances"]["find"]): Ports => ({
  ...ports,
  instances: { ...ports.instances, find },
});
const throttled = new PortError("retry-after", "Throttled", "slow down", { retryAfterMs: THROTTLED_WAIT_MS });

describe("a message that failed", () => {
  it("comes again when its error says, and its siblings are done", async () => {
    const { ports, redelivered } = recordedPlane();
    const of = finding(ports, async (id) => (id === instanceNo(1) ? Promise.reject(throttled) : undefined));
    const answer = await onQueue(route(wakeFunction, wake), async () => of)(sqsEvent([timer(1), timer(2)]), CONTEXT);
    expect(failedIn(answer)).toEqual(["m-0"]);
    const delayMs = retryDelayMs(RETRIES.timers, { receives: 1, key: timer(1), retryAfterMs: THROTTLED_WAIT_MS });
    expect(redelivered).toEqual([{ queue: "wake", handle: "r-0", delayMs }]);
    expect(delayMs).toBeGreaterThanOrEqual(THROTTLED_WAIT_MS);
  });

  it("comes again as its row says, by the times it was received, where the error names no time", async () => {
    const { ports, redelivered } = recordedPlane();
    const of = finding(ports, async () => Promise.reject(new Error("the store is away")));
    const event = sqsEvent([timer(1)]);
    for (const record of event.Records) record.attributes.ApproximateReceiveCount = "4";
    await onQueue(route(wakeFunction, wake), async () => of)(event, CONTEXT);
    const delayMs = retryDelayMs(RETRIES.timers, { receives: 4, key: timer(1), retryAfterMs: undefined });
    expect(redelivered).toEqual([{ queue: "wake", handle: "r-0", delayMs }]);
  });

  it("is not set when it goes to the dead-letter queue", async () => {
    const { ports, redelivered } = recordedPlane();
    await onQueue(route(wakeFunction, wake), async () => ports)(sqsEvent(["{ not json"]), CONTEXT);
    expect(redelivered).toEqual([]);
  });

  it("comes by its queue's own timeout where its time cannot be set, which is counted and no harm", async () => {
    const { ports, counted } = recordedPlane();
    const of: Ports = {
      ...finding(ports, async () => Promise.reject(throttled)),
      redelivery: { delay: async () => Promise.reject(new Error("no access")) },
    };
    const answer = await onQueue(route(wakeFunction, wake), async () => of)(sqsEvent([timer(1), timer(2)]), CONTEXT);
    expect(failedIn(answer)).toEqual(["m-0", "m-1"]);
    expect(counted).toEqual(["redelivery-unset wake", "redelivery-unset wake"]);
  });

  it("in a FIFO queue brings the rest of its group back with it, and holds up no other group", async () => {
    const { ports, redelivered } = recordedPlane();
    const of: Ports = {
      ...ports,
      pools: { ...ports.pools, find: async (id) => (id === "one" ? Promise.reject(throttled) : undefined) },
    };
    const texts = [planText("one", EPOCH), planText("two", EPOCH), planText("one", EPOCH + 1_000)];
    const answer = await onFifoQueue(route(planPoolFunction, planPool), async () => of)(
      sqsEvent(texts, ["one", "two", "one"]),
      CONTEXT,
    );
    expect(failedIn(answer)).toEqual(["m-0", "m-2"]);
    expect(redelivered.map(({ handle }) => handle)).toEqual(["r-0", "r-2"]);
    expect(Math.max(...redelivered.map(({ delayMs }) => delayMs))).toBeLessThanOrEqual(15_000);
  });
});

describe("a record whose call hangs", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  /** An invocation that Lambda ends so many ms from now. */
  const ending = (retryAfterMs: number) => {
    const endsAt = Date.now() + retryAfterMs;
    return { ...CONTEXT, getRemainingTimeInMillis: () => endsAt - Date.now() };
  };
  const hanging = () => {
    const { ports, ...bench } = recordedPlane();
    const of = finding(ports, (id) => (id === instanceNo(1) ? new Promise(() => {}) : Promise.resolve(undefined)));
    return { of, ...bench };
  };

  it("has failed in time for Lambda to hear that its siblings are done", async () => {
    const { of, counted, redelivered } = hanging();
    const answer = onQueue(route(wakeFunction, wake), async () => of)(sqsEvent([timer(1), timer(2)]), ending(60_000));
    await vi.advanceTimersByTimeAsync(60_000 - ANSWER_MARGIN_MS);
    expect(failedIn(await answer)).toEqual(["m-0"]);
    expect(counted).toEqual(["handled wake unmanaged"]);
    expect(redelivered).toMatchObject([{ handle: "r-0" }]);
  });

  it("leaves those behind it in a FIFO batch unbegun when no time is left", async () => {
    const { ports } = recordedPlane();
    const found: string[] = [];
    const of: Ports = {
      ...ports,
      pools: {
        ...ports.pools,
        find: (id) => {
          found.push(id);
          return id === "one" ? new Promise(() => {}) : Promise.resolve(undefined);
        },
      },
    };
    const texts = [planText("one", EPOCH), planText("two", EPOCH)];
    const answer = onFifoQueue(route(planPoolFunction, planPool), async () => of)(
      sqsEvent(texts, ["one", "two"]),
      ending(30_000),
    );
    await vi.advanceTimersByTimeAsync(30_000 - ANSWER_MARGIN_MS);
    expect(failedIn(await answer)).toEqual(["m-0", "m-1"]);
    expect(found).toEqual(["one"]);
  });
});
