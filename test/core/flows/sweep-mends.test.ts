import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import type { Findings } from "../../../core/model/sweep.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { aLedger, anIntent, aPool, inState, instanceNo, POOL } from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptThrough, TAGS, warmNo, ZONE_A } from "./sweeping.ts";

const ID = instanceNo(1);

/** A zone that lists these rows, over these records; by id EC2 says the same, unless set otherwise. */
async function listed(
  rows: readonly Ec2Instance[],
  given: { readonly instances?: readonly Instance[]; readonly orphans?: "adopt" | "retire" } = {},
): Promise<Stage> {
  const { instances = [], orphans = "adopt" } = given;
  const on = await stage({ instances, pools: [aPool({ orphans })], listing: scriptedListing({ [ZONE_A]: [rows] }) });
  on.clock.at = SWEPT_AT;
  known(on, ...rows);
  return on;
}
const findings = async (on: Stage): Promise<Findings> => (await sweptThrough(on)).findings;

describe("an event that never came", () => {
  it("is made up for through the lifecycle, and counted by what it would have said", async () => {
    const on = await listed([rowOf(warmNo(1), "terminated")], { instances: [warmNo(1)] });
    expect(await findings(on)).toMatchObject({ missed: { "ec2:terminated": 1 }, lateMsMax: HOUR_MS });
    expect(await on.instance(ID)).toMatchObject({ state: "gone", last: { name: "ec2:terminated" } });
    expect(on.counted).toContain(`event-missed ${POOL} terminated`);
  });

  it("is what a look-up says, not what a stale page says", async () => {
    const on = await listed([rowOf(warmNo(1), "running")], { instances: [warmNo(1)] });
    known(on, rowOf(warmNo(1), "shutting-down"));
    expect(await findings(on)).toMatchObject({ missed: { "ec2:shutting-down": 1 } });
    expect(await on.instance(ID)).toMatchObject({ state: "retiring" });
  });

  it("is none if the page was stale", async () => {
    const on = await listed([rowOf(warmNo(1), "running")], { instances: [warmNo(1)] });
    known(on, rowOf(warmNo(1)));
    expect(await findings(on)).toMatchObject({ missed: {} });
    expect(on.written).toEqual([]);
  });

  it("is none if EC2 does not know the id after all", async () => {
    const on = await listed([rowOf(warmNo(1), "running")], { instances: [warmNo(1)] });
    on.ec2.machines.clear();
    expect(await findings(on)).toMatchObject({ missed: {} });
    expect(on.written).toEqual([]);
  });

  it("of a suspect brings it back", async () => {
    const suspect = warmNo(1, { suspectSince: 1 });
    const on = await listed([rowOf(suspect, "running")], { instances: [suspect] });
    expect(await findings(on)).toMatchObject({ missed: { "ec2:running": 1 }, cameBack: 1 });
    expect(await on.instance(ID)).not.toHaveProperty("suspectSince");
  });

  it("of a suspect that did not even happen brings it back too", async () => {
    const suspect = warmNo(1, { suspectSince: 1 });
    const on = await listed([rowOf(suspect, "running")], { instances: [suspect] });
    known(on, rowOf(suspect));
    expect(await findings(on)).toMatchObject({ missed: {}, cameBack: 1 });
    expect(await on.instance(ID)).not.toHaveProperty("suspectSince");
  });
});

describe("a record that changed since the sweep began", () => {
  it("wins over a stale page", async () => {
    const last = { ...warmNo(1).last, at: SWEPT_AT };
    const on = await listed([rowOf(warmNo(1), "running")], { instances: [warmNo(1, { last })] });
    expect(await findings(on)).toMatchObject({ missed: {} });
    expect(on.ec2.asked).toEqual([]);
    expect(on.written).toEqual([]);
  });

  it("wins though it changes in the moment of the repair", async () => {
    const on = await listed([{ ...rowOf(warmNo(1)), type: "c7i.large" }], { instances: [warmNo(1)] });
    const last = { ...warmNo(1).last, at: SWEPT_AT };
    on.before("records.commit", () => on.ports.records.commit({ instance: { ...warmNo(1), version: 2, last } }));
    expect(await findings(on)).toMatchObject({ drifted: 0 });
    expect(await on.instance(ID)).toMatchObject({ type: "m6i.xlarge", version: 2 });
  });
});

describe("drift", () => {
  it("is taken as it is and reported once, though the row is there twice", async () => {
    const row = { ...rowOf(warmNo(1)), type: "c7i.large", securityGroups: ["sg-9"] };
    const on = await listed([row, row], { instances: [warmNo(1)] });
    expect(await findings(on)).toMatchObject({ drifted: 1 });
    const { type, securityGroups, state, last } = await on.instance(ID);
    expect({ type, securityGroups, state }).toEqual({ type: "c7i.large", securityGroups: ["sg-9"], state: "warm" });
    expect(last.reasons.map(({ detail }) => detail?.field)).toEqual(["type", "securityGroups"]);
    on.clock.at += HOUR_MS;
    expect(await findings(on)).toMatchObject({ drifted: 0 });
  });

  it("of the pool's tag is found by the instance's id", async () => {
    const row = { ...rowOf(warmNo(1)), tags: { ...TAGS, [POOL_TAG]: "another" } };
    const on = await listed([row], { instances: [warmNo(1)] });
    expect(await findings(on)).toMatchObject({ drifted: 1, adopted: 0, leaks: [] });
  });
});

describe("an instance with our tag and no record", () => {
  const orphan = rowOf(warmNo(1), "running");

  it("is adopted, and goes on from what EC2 says", async () => {
    const on = await listed([orphan]);
    expect(await findings(on)).toMatchObject({ adopted: 1, retired: 0, leaks: [] });
    expect(await on.instance(ID)).toMatchObject({
      state: "preparing",
      pool: POOL,
      tier: "stopped",
      token: orphan.token,
    });
    expect(on.written[0]).toMatchObject({ after: { last: { name: "adopted", from: "none", to: "launching" } } });
  });

  it("is retired where the pool says so", async () => {
    const on = await listed([orphan], { orphans: "retire" });
    expect(await findings(on)).toMatchObject({ adopted: 0, retired: 1 });
    expect(await on.instance(ID)).toMatchObject({ state: "retiring", version: 1, last: { from: "none" } });
    await on.performAll();
    expect(on.ec2.asked).toContain(`terminate ${ID}`);
  });

  it("that is to be retired is never recorded as anything else, whatever call is cut", async () => {
    const set = () => listed([orphan], { orphans: "retire" });
    const cuts = await cutEverywhere(set, sweptThrough, async (on, where) => {
      await sweptThrough(on);
      expect(await on.instance(ID), where).toMatchObject({ state: "retiring" });
      expect(on.written, where).toHaveLength(1);
    });
    expect(cuts).toBeGreaterThan(20);
  });

  it("waits while its launch is being recorded", async () => {
    const on = await listed([orphan]);
    const ledger = aLedger({ intents: [anIntent()] });
    await on.ports.ledgers.save(ledger, { added: ledger.intents, dropped: [] });
    expect(await findings(on)).toMatchObject({ adopted: 0, leaks: [] });
    expect(on.written).toEqual([]);
  });

  it.each<[string, Ec2Instance]>([
    ["no pool of ours", { ...orphan, tags: { [POOL_TAG]: "unknown" } }],
    ["a tag without a name", { ...orphan, tags: { [POOL_TAG]: "" } }],
  ])("is left alone and named if it has %s", async (_, row) => {
    const on = await listed([row]);
    expect(await findings(on)).toMatchObject({ adopted: 0, leaks: [ID] });
    expect(on.written).toEqual([]);
  });

  it("is left alone and named if its pool is of another region", async () => {
    const on = await listed([{ ...orphan, tags: { [POOL_TAG]: "elsewhere" } }]);
    await on.ports.pools.save(aPool({ id: "elsewhere", region: "us-east-1" }));
    expect(await findings(on)).toMatchObject({ adopted: 0, leaks: [ID] });
  });

  it.each<[string, (on: Stage) => void]>([
    ["unknown", (on) => on.ec2.machines.clear()],
    ["on its way out", (on) => known(on, rowOf(warmNo(1), "shutting-down"))],
  ])("on a stale page is not adopted when by id it is %s", async (_, change) => {
    const on = await listed([orphan]);
    change(on);
    expect(await findings(on)).toMatchObject({ adopted: 0, leaks: [] });
    expect(on.written).toEqual([]);
  });

  it("is adopted once, by whichever comes first", async () => {
    const on = await listed([orphan]);
    on.before("records.commit", () => on.ports.records.commit({ instance: warmNo(1) }));
    expect(await findings(on)).toMatchObject({ adopted: 0 });
    expect(await on.instance(ID)).toMatchObject({ state: "warm", version: 1 });
  });
});

describe("an instance that is proven gone, and that EC2 lists", () => {
  const gone = inState("gone", { tags: TAGS });

  it("is named and left alone", async () => {
    const on = await listed([rowOf(gone, "running")], { instances: [gone] });
    expect(await findings(on)).toMatchObject({ leaks: [ID], adopted: 0, missed: {} });
    expect(on.written).toEqual([]);
  });

  it("is none if only the page says so", async () => {
    const on = await listed([rowOf(gone, "running")], { instances: [gone] });
    known(on, rowOf(gone, "terminated"));
    expect(await findings(on)).toMatchObject({ leaks: [] });
  });
});
