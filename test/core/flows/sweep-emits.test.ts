import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweepEveryRegion } from "../../../core/flows/sweep-every-region.ts";
import type { Ec2State, Instance } from "../../../core/model/instance.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { inState, instanceNo, REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptOn, TAGS, warmNo, ZONE_A } from "./sweeping.ts";

const ID = instanceNo(1);

/** A zone that lists these rows, over these records; by id EC2 says the same. */
async function listed(rows: readonly Ec2Instance[], instances: readonly Instance[] = []): Promise<Stage> {
  const on = await stage({ instances, listing: scriptedListing({ [ZONE_A]: [rows] }) });
  on.clock.at = SWEPT_AT;
  known(on, ...rows);
  return on;
}

/** Sweeps to the end, from now, with rows taken for events. */
async function emitted(on: Stage) {
  const begun = await startSweep(on.ports, REGION, { emit: true });
  if (begun.kind === "unknown-region") throw new Error("nothing to sweep");
  return (await sweptOn(on, begun.sweep.id)).findings;
}

describe("a sweep that emits", () => {
  it("takes what a row says for the event, with no look-up and nothing missed", async () => {
    const launching = inState("launching", { tags: TAGS });
    const on = await listed([rowOf(launching, "running")], [launching]);
    expect(await emitted(on)).toMatchObject({ emitted: { "ec2:running": 1 }, missed: {} });
    expect(await on.instance(ID)).toMatchObject({ state: "preparing", last: { name: "ec2:running" } });
    expect(on.calls).not.toContain("lookup.look");
    expect(on.calls).not.toContain("tallies.add");
  });

  it("dates it by its page", async () => {
    const launching = inState("launching", { tags: TAGS });
    const on = await listed([rowOf(launching, "running", SWEPT_AT - 7 * SECOND_MS)], [launching]);
    await emitted(on);
    expect((await on.instance(ID)).observed).toEqual({ state: "running", at: SWEPT_AT - 7 * SECOND_MS });
  });

  it("takes the word of a record that changed a moment ago, too: nobody else will report", async () => {
    const launching = inState("launching", { tags: TAGS });
    const young = { ...launching, last: { ...launching.last, at: SWEPT_AT - SECOND_MS } };
    const on = await listed([rowOf(young, "running")], [young]);
    expect(await emitted(on)).toMatchObject({ emitted: { "ec2:running": 1 } });
  });

  it("changes nothing by a page that is older than what the record saw", async () => {
    const seen = warmNo(1, { observed: { state: "stopped", at: SWEPT_AT } });
    const on = await listed([rowOf(seen, "running", SWEPT_AT - SECOND_MS)], [seen]);
    expect((await emitted(on)).emitted).toBeUndefined();
    expect(on.written).toEqual([]);
  });

  it("ends what EC2 says is terminated", async () => {
    const on = await listed([rowOf(warmNo(1), "terminated")], [warmNo(1)]);
    expect(await emitted(on)).toMatchObject({ emitted: { "ec2:terminated": 1 } });
    expect(await on.instance(ID)).toMatchObject({ state: "gone" });
  });

  it("takes back a suspect that it reads of, whatever it is doing", async () => {
    const suspect = warmNo(1, { suspectSince: 1, tier: "running", observed: { state: "pending", at: 1 } });
    const on = await listed([rowOf(suspect, "running")], [suspect]);
    expect(await emitted(on)).toMatchObject({ emitted: { "ec2:running": 1 }, cameBack: 1 });
    expect(await on.instance(ID)).not.toHaveProperty("suspectSince");
    expect(on.counted.join()).toContain("listing-hole");
  });

  it.each<Ec2State>(["shutting-down", "terminated"])(
    "does not say of a suspect that is %s that it came back",
    async (state) => {
      const suspect = warmNo(1, { suspectSince: 1 });
      const on = await listed([rowOf(suspect, state)], [suspect]);
      expect(await emitted(on)).toMatchObject({ emitted: { [`ec2:${state}`]: 1 }, cameBack: 0 });
    },
  );

  it("opens no tombstone", async () => {
    const gone = inState("gone", { tags: TAGS });
    const on = await listed([rowOf(gone, "running")], [gone]);
    expect(await emitted(on)).toMatchObject({ leaks: [ID] });
    expect(on.written).toEqual([]);
  });

  it("proves nobody gone by absence alone", async () => {
    const on = await listed([], [warmNo(1)]);
    known(on, rowOf(warmNo(1)));
    expect(await emitted(on)).toMatchObject({ gone: 0, suspected: 0 });
    expect(await on.instance(ID)).toMatchObject({ state: "warm" });
  });
});

describe("a sweep that was not asked to", () => {
  it("emits nothing, and looks", async () => {
    const on = await listed([rowOf(warmNo(1), "terminated")], [warmNo(1)]);
    const begun = await startSweep(on.ports, REGION);
    if (begun.kind === "unknown-region") throw new Error("nothing to sweep");
    const { findings } = await sweptOn(on, begun.sweep.id);
    expect(findings).toMatchObject({ missed: { "ec2:terminated": 1 } });
    expect(findings).not.toHaveProperty("emitted");
    expect(on.calls).toContain("lookup.look");
  });
});

describe("a schedule", () => {
  it.each([true, undefined])("begins sweeps that emit as it says: %s", async (emit) => {
    const on = await listed([]);
    await sweepEveryRegion(on.ports, { emit });
    expect((await on.ports.sweeps.latest(REGION, 1))[0]?.emits).toBe(emit);
  });
});
