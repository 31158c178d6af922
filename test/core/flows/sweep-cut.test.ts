import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { VISIBILITY_MS } from "../../../core/model/limits.ts";
import { type Findings, NOTHING_FOUND, sweepId } from "../../../core/model/sweep.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { aPool, inState, next, REGION } from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptOn, TAGS, warmNo, ZONE_A } from "./sweeping.ts";

interface Scene {
  readonly records: readonly Instance[];
  readonly listed: readonly Ec2Instance[];
  /** What EC2 knows by id; left out: what it lists. */
  readonly byId?: readonly Ec2Instance[];
  readonly orphans?: "adopt" | "retire";
  readonly emit?: boolean;
}

const ID = sweepId(REGION, SWEPT_AT);
const there = warmNo(9);
const MISSED_AT = SWEPT_AT - VISIBILITY_MS;
/** Warm, and missing since a sweep before this one. */
const suspectNo = (n: number): Instance =>
  next(warmNo(n), {
    suspectSince: MISSED_AT,
    last: { ...warmNo(n).last, name: "missing", from: "warm", at: MISSED_AT, cause: "sweep:before#9" },
  });
const suspect = suspectNo(1);

/** The scene with a sweep that has just begun. */
async function set({ records, listed, byId = listed, orphans = "adopt", emit }: Scene): Promise<Stage> {
  const listing = scriptedListing({ [ZONE_A]: [[rowOf(there)], [...listed, rowOf(warmNo(8))]] });
  const instances = [
    there,
    warmNo(8),
    ...records.map((each) => (each.version > 1 ? { ...warmNo(1), id: each.id } : each)),
  ];
  const on = await stage({ instances, pools: [aPool({ orphans })], listing });
  for (const each of records) if (each.version > 1) await on.ports.records.commit({ instance: each });
  on.clock.at = SWEPT_AT;
  known(on, ...byId);
  await startSweep(on.ports, REGION, { emit });
  return on;
}

describe("a sweep that is cut at any call, and gone on with", () => {
  it.each<[string, Scene, Partial<Findings>]>([
    [
      "an event that never came",
      { records: [warmNo(1)], listed: [rowOf(warmNo(1), "terminated")] },
      { missed: { "ec2:terminated": 1 }, lateMsMax: HOUR_MS },
    ],
    [
      "an event that never came, of one that is absent",
      { records: [suspect], listed: [], byId: [rowOf(suspect, "terminated")] },
      { missed: { "ec2:terminated": 1 }, lateMsMax: VISIBILITY_MS },
    ],
    [
      "a row that is taken for an event",
      { records: [suspect], listed: [rowOf(suspect, "running")], emit: true },
      { emitted: { "ec2:running": 1 }, cameBack: 1 },
    ],
    ["one that is adopted", { records: [], listed: [rowOf(warmNo(1), "running")] }, { adopted: 1 }],
    ["one that is retired", { records: [], listed: [rowOf(warmNo(1), "running")], orphans: "retire" }, { retired: 1 }],
    ["drift", { records: [warmNo(1)], listed: [{ ...rowOf(warmNo(1)), type: "c7i.large" }] }, { drifted: 1 }],
    ["one that came back", { records: [suspect], listed: [rowOf(suspect)] }, { cameBack: 1 }],
    ["one that came back by id", { records: [suspect], listed: [], byId: [rowOf(suspect)] }, { cameBack: 1 }],
    ["those that are missing", { records: [warmNo(1), warmNo(2)], listed: [] }, { suspected: 2 }],
    ["those that are proven gone", { records: [suspect, suspectNo(2)], listed: [] }, { gone: 2 }],
    [
      "one that EC2 lists though it is gone",
      { records: [inState("gone", { id: warmNo(1).id, tags: TAGS })], listed: [rowOf(warmNo(1), "running")] },
      { leaks: [warmNo(1).id] },
    ],
  ])("counts %s once", async (_, scene, found) => {
    const cuts = await cutEverywhere(
      () => set(scene),
      (on) => sweptOn(on, ID),
      async (on, where) => {
        expect((await sweptOn(on, ID)).findings, where).toEqual({ ...NOTHING_FOUND, ...found });
      },
    );
    expect(cuts).toBeGreaterThan(20);
  });
});

describe("two invocations at once", () => {
  it("count once what both found", async () => {
    const on = await set({ records: [warmNo(1)], listed: [rowOf(warmNo(1), "terminated")] });
    on.before("lookup.look", () => sweptOn(on, ID));
    await sweptOn(on, ID);
    expect((await on.ports.sweeps.find(ID))?.findings.missed).toEqual({ "ec2:terminated": 1 });
  });

  it("count what the first mended, though the second is the one to save it", async () => {
    const on = await set({ records: [warmNo(1)], listed: [rowOf(warmNo(1), "terminated")] });
    on.before("sweeps.save", async () => on.before("sweeps.save", () => sweptOn(on, ID)));
    await sweptOn(on, ID);
    expect((await on.ports.sweeps.find(ID))?.findings.missed).toEqual({ "ec2:terminated": 1 });
  });
});
