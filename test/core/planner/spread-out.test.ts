import { describe, expect, it } from "vitest";
import { launchToken } from "../../../core/model/ids.ts";
import { LAUNCH_BATCH_MAX, PLAN_LAUNCHES_MAX } from "../../../core/model/limits.ts";
import type { Snapshot, Want } from "../../../core/planner/snapshot.ts";
import { offering } from "../../../core/planner/spread-out.ts";
import { aLedger, anIntent, aTemplate, EPOCH, IMAGE, POOL } from "../../builders.ts";
import { A, aSnapshot, B, M5, M6I, NOW, row, rows } from "./snapshots.ts";

const stopped = (count: number): readonly Want[] => Array.from({ length: count }, () => ({ tier: "stopped" }));
const placed = (wants: readonly Want[], changes: Partial<Snapshot> = {}, room = Number.POSITIVE_INFINITY) =>
  offering(aSnapshot(changes), wants, room);
/** Tier, zone, type and count of each launch. */
const launched = (...args: Parameters<typeof placed>) =>
  placed(...args).launches.map(({ tier, az, type, count }) => [tier, az, type, count]);
const closed = (...offerings: readonly string[]) => ({
  closed: Object.fromEntries(offerings.map((offering) => [offering, NOW + 1])),
});

describe("a launch", () => {
  it("says all that a worker needs, under a token of this plan and slot", () => {
    const { launches } = placed(stopped(3), { ledger: aLedger({ epoch: 6 }) });
    const same = { pool: POOL, epoch: 7, tier: "stopped", type: M6I, imageId: IMAGE, at: NOW };
    const template = { name: "windows-2022-build", version: 3 };
    expect(launches).toEqual([
      { ...same, template, token: launchToken(POOL, 7, 0), az: A, count: 2 },
      { ...same, template, token: launchToken(POOL, 7, 1), az: B, count: 1 },
    ]);
  });

  it("makes one instance where each must have a launch token of its own", () => {
    const made = launched(stopped(3), { template: aTemplate({ identity: "launch-token" }) });
    expect(made.map(([, , , count]) => count)).toEqual([1, 1, 1]);
    expect(launched(stopped(3), { template: aTemplate({ identity: "iam" }) })).toHaveLength(2);
  });

  it("asks for so many at most as one answer and one write can hold", () => {
    const one = aTemplate({ subnets: { [A]: "subnet-0aaa0000000000001" } });
    expect(launched(stopped(2 * LAUNCH_BATCH_MAX + 1), { template: one }).map(([, , , count]) => count)).toEqual([
      LAUNCH_BATCH_MAX,
      LAUNCH_BATCH_MAX,
      1,
    ]);
    expect(launched(stopped(LAUNCH_BATCH_MAX), { template: one })).toHaveLength(1);
  });

  it("is one of so many in a plan, and the rest is reported", () => {
    const most = PLAN_LAUNCHES_MAX * LAUNCH_BATCH_MAX;
    expect(placed(stopped(most)).reasons).toEqual([]);
    const { launches, reasons } = placed(stopped(most + 1));
    expect(launches).toHaveLength(PLAN_LAUNCHES_MAX);
    expect(reasons).toEqual([{ code: "plan-bound", detail: { bound: PLAN_LAUNCHES_MAX } }]);
  });

  it("keeps tiers apart", () => {
    expect(launched([{ tier: "running" }, { tier: "stopped" }])).toEqual([
      ["running", A, M6I, 1],
      ["stopped", A, M6I, 1],
    ]);
  });

  it("is of the image of the pool's region", () => {
    const template = aTemplate({ images: { "us-east-1": "ami-0f9e8d7c6b5a49382", "eu-west-1": IMAGE } });
    expect(placed(stopped(1), { template }).launches).toMatchObject([{ imageId: IMAGE }]);
  });
});

describe("the zones", () => {
  it("are filled evenly, in the order of their names", () => {
    expect(launched(stopped(5))).toEqual([
      ["stopped", A, M6I, 3],
      ["stopped", B, M6I, 2],
    ]);
  });

  it("are taken in the order of their names, whatever the template's", () => {
    const template = aTemplate({ subnets: { [B]: "subnet-0bbb0000000000002", [A]: "subnet-0aaa0000000000001" } });
    expect(launched(stopped(1), { template })).toEqual([["stopped", A, M6I, 1]]);
  });

  it("that hold less are filled first, launches under way included", () => {
    expect(launched(stopped(2), { stock: rows(2, "warm", { az: A }) })).toEqual([["stopped", B, M6I, 2]]);
    const ledger = aLedger({ intents: [anIntent({ az: A, count: 2 })] });
    expect(launched(stopped(2), { ledger })).toEqual([["stopped", B, M6I, 2]]);
  });

  it("are counted by what will be warm in the same tier", () => {
    const stock = [
      row(1, "in-use", { az: A }),
      row(2, "warm", { az: A, tier: "running" }),
      row(3, "retiring", { az: A }),
    ];
    expect(launched(stopped(1), { stock })).toEqual([["stopped", A, M6I, 1]]);
  });

  it("of other regions are not this pool's", () => {
    const template = aTemplate({
      subnets: { "ap-south-1a": "subnet-0ddd0000000000004", [B]: "subnet-0bbb0000000000002" },
    });
    expect(launched(stopped(2), { template })).toEqual([["stopped", B, M6I, 2]]);
  });
});

describe("a place that refused capacity", () => {
  it("is left alone until its time, in that type only", () => {
    expect(launched(stopped(2), closed(`${A}/${M6I}`))).toEqual([["stopped", B, M6I, 2]]);
    expect(launched(stopped(1), { closed: { [`${A}/${M6I}`]: NOW } })).toEqual([["stopped", A, M6I, 1]]);
  });

  it("sends to the next type only when no zone is open for the first", () => {
    expect(launched(stopped(2), closed(`${A}/${M6I}`, `${B}/${M6I}`))).toEqual([
      ["stopped", A, M5, 1],
      ["stopped", B, M5, 1],
    ]);
  });

  it("leaves no place when every one did, and says when the next may be tried", () => {
    const closed = {
      [`${A}/${M6I}`]: NOW + 9,
      [`${B}/${M6I}`]: NOW + 5,
      [`${A}/${M5}`]: NOW + 7,
      [`${B}/${M5}`]: NOW + 8,
      old: EPOCH,
    };
    const until = new Date(NOW + 5).toISOString();
    expect(placed(stopped(3), { closed })).toEqual({
      launches: [],
      reasons: [{ code: "no-open-zone", detail: { until } }],
    });
  });
});

describe("a want with a zone or type of its own", () => {
  it("gets just that", () => {
    expect(launched([{ tier: "stopped", az: B }])).toEqual([["stopped", B, M6I, 1]]);
    expect(launched([{ tier: "stopped", type: M5 }])).toEqual([["stopped", A, M5, 1]]);
    expect(launched([{ tier: "stopped", az: B, type: M5 }])).toEqual([["stopped", B, M5, 1]]);
  });

  it("gets nothing else where that is closed, or not of this template", () => {
    expect(launched([{ tier: "stopped", az: A, type: M6I }], closed(`${A}/${M6I}`))).toEqual([]);
    const { launches, reasons } = placed([{ tier: "stopped", type: "c7i.large" }]);
    expect(launches).toEqual([]);
    expect(reasons).toEqual([{ code: "no-open-zone", detail: { until: new Date(NOW).toISOString() } }]);
  });

  it("shares a launch with others of the same place", () => {
    expect(
      launched([
        { tier: "stopped", az: B },
        { tier: "stopped", az: A },
        { tier: "stopped", az: B },
      ]),
    ).toEqual([
      ["stopped", B, M6I, 2],
      ["stopped", A, M6I, 1],
    ]);
  });
});

describe("the room there is", () => {
  it("is for the first wants", () => {
    expect(launched([{ tier: "stopped", az: B }, ...stopped(3)], {}, 1)).toEqual([["stopped", B, M6I, 1]]);
    expect(launched(stopped(3), {}, 0)).toEqual([]);
  });

  it("is not taken up by wants without a place", () => {
    expect(launched([{ tier: "stopped", type: "c7i.large" }, ...stopped(1)], {}, 1)).toEqual([["stopped", A, M6I, 1]]);
  });
});
