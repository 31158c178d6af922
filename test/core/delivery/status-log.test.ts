import { describe, expect, it } from "vitest";
import { OTHERS, statusCollector } from "../../../core/delivery/status-log.ts";
import { STATUS_DESTINATIONS_MAX } from "../../../core/model/limits.ts";
import type { DeliveryStatus } from "../../../events/aws/sns-delivery-status.ts";

const status = (destination: string, dwellTimeMs: number, changes: Partial<DeliveryStatus> = {}, attempts = 1) => ({
  notification: { messageId: "m", timestamp: "2026-01-05 09:00:00.1" },
  delivery: { destination, dwellTimeMs, attempts },
  status: "SUCCESS" as const,
  ...changes,
});

describe("SNS's log, collected", () => {
  it("reports each subscriber's times, of the successes alone, and counts failures and further attempts beside them", () => {
    const collector = statusCollector();
    for (const ms of [30, 10, 20]) collector.add(status("queue", ms));
    collector.add(status("queue", 90_000, { status: "FAILURE" }, 3));
    collector.add(status("function", 40, {}, 2));
    const [first, second] = collector.report();
    expect(first).toMatchObject({ destination: "function", delivered: 1, failed: 0, retried: 1, longest: 40 });
    expect(second).toMatchObject({ destination: "queue", delivered: 3, failed: 1, retried: 1, longest: 30 });
    expect(second?.quantiles[0]).toEqual({ of: 0.5, ms: 20 });
    expect(second?.curve.at(-1)).toEqual({ ms: 30, count: 3, p: 1 });
  });

  it("reports no time of a subscriber that failed alone", () => {
    const collector = statusCollector();
    collector.add(status("queue", 5, { status: "FAILURE" }));
    expect(collector.report()).toEqual([expect.not.objectContaining({ longest: expect.anything() })]);
  });

  it("distinguishes so many subscribers, and the others together", () => {
    const collector = statusCollector();
    const name = (nth: number) => `https://subscriber-${nth}`;
    for (let nth = 0; nth < STATUS_DESTINATIONS_MAX + 20; nth += 1) collector.add(status(name(nth), 5));
    collector.add(status(name(0), 5));
    const report = collector.report();
    expect(report).toHaveLength(STATUS_DESTINATIONS_MAX + 1);
    expect(report.find(({ destination }) => destination === OTHERS)?.delivered).toBe(20);
    expect(report.find(({ destination }) => destination === name(0))?.delivered).toBe(2);
  });
});
