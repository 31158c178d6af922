import { describe, expect, it } from "vitest";
import { LAMBDA, SQS } from "../../../core/model/aws-behaviour.ts";
import { ANSWER_MARGIN_MS, AWS_CALL_MAX_MS } from "../../../core/model/invocation-limits.ts";
import { PERSISTS_MS, persistsMs, RETRIES, type RetryRow, retryDelayMs } from "../../../core/model/retries.ts";
import { SECOND_MS } from "../../../core/model/time.ts";

const ROWS: readonly (readonly [string, RetryRow])[] = Object.entries(RETRIES);
const row = RETRIES.actions;
const failed = (receives: number, key = "one", retryAfterMs?: number) => ({ receives, key, retryAfterMs });

describe.each(ROWS)("the row of %s", (_, one) => {
  it("asks nothing of AWS that it does not do", () => {
    expect(one.receives).toBeLessThanOrEqual(SQS.receivesMax);
    expect(one.visibilityMs).toBeLessThanOrEqual(SQS.visibilityMaxMs);
    expect(one.visibilityMs).toBeGreaterThanOrEqual(LAMBDA.visibilityPerTimeout * one.timeoutMs);
  });

  it("leaves one call of AWS, tried as often as it is, the time that it may take, and time to answer", () =>
    expect(AWS_CALL_MAX_MS + ANSWER_MARGIN_MS).toBeLessThanOrEqual(one.timeoutMs));

  it("waits longer each time, up to its most, and never longer than the queue would", () => {
    const delays = Array.from({ length: one.receives }, (_, nth) => retryDelayMs(one, failed(nth + 1)));
    expect(Math.max(...delays)).toBeLessThanOrEqual(one.mostMs);
    expect(one.mostMs).toBeLessThanOrEqual(one.visibilityMs);
    expect(delays[0]).toBeLessThan(delays.at(-1) ?? 0);
  });

  it("gives nothing up soon that nobody asks for again", () =>
    expect(persistsMs(one)).toBeGreaterThanOrEqual(one.isAskedAgain ? 0 : PERSISTS_MS));
});

describe("a failed plan", () => {
  it("holds its pool's message group up for at most 15 s at first, and for less than two minutes in all", () => {
    expect(RETRIES.plans.firstMs).toBeLessThanOrEqual(15 * SECOND_MS);
    expect(persistsMs(RETRIES.plans)).toBeLessThan(120 * SECOND_MS);
  });
});

describe("the delay of a message that failed", () => {
  it("is the same for the same message and receive", () =>
    expect(retryDelayMs(row, failed(3))).toBe(retryDelayMs(row, failed(3))));

  it("is in whole seconds, as SQS counts", () => {
    const delays = Array.from({ length: 50 }, (_, nth) => retryDelayMs(row, failed(4, `message ${nth}`)));
    expect(delays.filter((delay) => delay % SECOND_MS !== 0)).toEqual([]);
  });

  it("is spread, so that what failed together does not come again together", () => {
    const delays = Array.from({ length: 50 }, (_, nth) => retryDelayMs(row, failed(6, `message ${nth}`)));
    expect(new Set(delays).size).toBeGreaterThan(5);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0.75 * 64 * SECOND_MS);
  });

  it("is never shorter than its error says, and hardly longer", () => {
    const delay = retryDelayMs(row, failed(1, "one", 15_000));
    expect(delay).toBeGreaterThanOrEqual(15 * SECOND_MS);
    expect(delay).toBeLessThanOrEqual(1.25 * 15 * SECOND_MS + SECOND_MS);
  });

  it("outgrows what its error says, so that what keeps failing comes less and less often", () =>
    expect(retryDelayMs(row, failed(12, "one", 15_000))).toBeGreaterThan(60 * SECOND_MS));
});
