import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { amountsOf, type Irregularity, punctualityOf } from "../../../core/reconcile/punctuality.ts";

const DAY = "2026-01-05";

/** A day on which these were counted. */
const dayOf = (irregularities: readonly Irregularity[]) => {
  const amounts: Record<string, number> = {};
  for (const each of irregularities)
    for (const [name, amount] of Object.entries(amountsOf(each))) amounts[name] = (amounts[name] ?? 0) + amount;
  return punctualityOf({ day: DAY, amounts });
};
const late = (lateMs: number, event = "ec2:stopped"): Irregularity => ({ kind: "late", event, lateMs });

describe("a day of events", () => {
  it("without anything amiss is empty", () => {
    expect(dayOf([])).toEqual({ day: DAY, missed: {}, late: {}, doubled: {} });
  });

  it("counts what was missed and doubled by event", () => {
    const missed = ["ec2:stopped", "ec2:stopped", "ec2:running"].map((event) => ({ kind: "missed", event }) as const);
    const counted = dayOf([...missed, { kind: "doubled", event: "ec2:running" }]);
    expect(counted).toMatchObject({ missed: { "ec2:stopped": 2, "ec2:running": 1 }, doubled: { "ec2:running": 1 } });
  });

  it("reports by how much events were late: the mean as it is, the median and the longest no lower than they are", () => {
    const { late: byEvent } = dayOf([late(3 * SECOND_MS), late(20 * SECOND_MS), late(MINUTE_MS)]);
    expect(byEvent).toEqual({
      "ec2:stopped": { count: 3, meanMs: 27_667, medianMsAtMost: 32 * SECOND_MS, longestMsAtMost: 64 * SECOND_MS },
    });
  });

  it("reports it of each event and of all together", () => {
    const { late: byEvent, lateInAll } = dayOf([late(3 * SECOND_MS), late(MINUTE_MS, "ec2:running")]);
    expect(Object.keys(byEvent)).toEqual(["ec2:stopped", "ec2:running"]);
    const bounds = { medianMsAtMost: 4 * SECOND_MS, longestMsAtMost: 64 * SECOND_MS };
    expect(lateInAll).toEqual({ count: 2, meanMs: 31_500, ...bounds });
  });

  it.each<[string, number, number]>([
    ["at once", 0, SECOND_MS],
    ["before its own time, by another's clock", -5 * SECOND_MS, SECOND_MS],
    ["on a step", 8 * SECOND_MS, 8 * SECOND_MS],
    ["a moment past a step", 8 * SECOND_MS + 1, 16 * SECOND_MS],
    ["days after", 90 * HOUR_MS, 131_072 * SECOND_MS],
  ])("puts one that came %s on the step above", (_, lateMs, bound) => {
    expect(dayOf([late(lateMs)]).lateInAll).toMatchObject({ count: 1, longestMsAtMost: bound, medianMsAtMost: bound });
  });
});

describe("the names of amounts", () => {
  it("are few, whatever is counted", () => {
    const names = new Set<string>();
    for (let lateMs = 0; lateMs < 200 * HOUR_MS; lateMs += 30 * SECOND_MS)
      for (const name of Object.keys(amountsOf(late(lateMs)))) names.add(name);
    expect(names.size).toBeLessThanOrEqual(19);
  });
});
