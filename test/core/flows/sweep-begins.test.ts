import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweepEveryRegion } from "../../../core/flows/sweep-every-region.ts";
import { SWEEP_AGE_MAX_MS } from "../../../core/model/limits.ts";
import type { Sweep } from "../../../core/model/sweep.ts";
import { aPool, aTemplate, EPOCH, inState, REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";
import { sweptOn, warmNo, ZONE_A, ZONE_B } from "./sweeping.ts";

const sweepsIn = (on: Stage, region = REGION) => on.ports.sweeps.latest(region, 9);
const start = async (on: Stage) => {
  const begun = await startSweep(on.ports, REGION);
  if (begun.kind === "unknown-region") throw new Error(begun.kind);
  return begun;
};

describe("a sweep that is asked for", () => {
  it("begins, and its next pages are asked for", async () => {
    const on = await stage();
    const { kind, sweep } = await start(on);
    expect(kind).toBe("started");
    expect(await sweepsIn(on)).toEqual([sweep]);
    expect(on.queued).toMatchObject([{ queue: "sweeps" }]);
    expect(on.queued[0]?.text).toContain(sweep.id);
  });

  it("has the zones that pools launch in, and those where anything of ours still is", async () => {
    const instances = [warmNo(1, { az: `${REGION}c` }), inState("gone", { id: warmNo(2).id, az: `${REGION}d` })];
    const on = await stage({ instances });
    expect((await start(on)).sweep.shards.map(({ zone }) => zone)).toEqual([ZONE_A, ZONE_B, `${REGION}c`]);
  });

  it("of a region without a pool has nothing to sweep", async () => {
    const on = await stage();
    expect(await startSweep(on.ports, "us-east-1")).toEqual({ kind: "unknown-region" });
    expect(on.queued).toEqual([]);
  });

  it("while one is under way goes on with that one, even if its message was lost", async () => {
    const on = await stage();
    const { sweep } = await start(on);
    on.queued.length = 0;
    on.clock.at = EPOCH + SWEEP_AGE_MAX_MS - 1;
    expect(await start(on)).toEqual({ kind: "under-way", sweep });
    expect(on.queued).toMatchObject([{ queue: "sweeps" }]);
    expect(await sweepsIn(on)).toHaveLength(1);
  });

  it("leaves behind one that never ends", async () => {
    const on = await stage();
    await start(on);
    on.clock.at = EPOCH + SWEEP_AGE_MAX_MS;
    expect(await start(on)).toMatchObject({ kind: "started", sweep: { startedAt: on.clock.at } });
    expect(await sweepsIn(on)).toHaveLength(2);
  });

  it("begins anew after one that is finished", async () => {
    const on = await stage();
    await sweptOn(on, (await start(on)).sweep.id);
    on.clock.at += 1;
    expect(await start(on)).toMatchObject({ kind: "started" });
  });
});

describe("two that begin at once", () => {
  it("begin one sweep, and the second goes on with it", async () => {
    const on = await stage();
    const first: Sweep[] = [];
    on.before("sweeps.begin", async () => {
      on.clock.at += 1;
      first.push((await start(on)).sweep);
    });
    expect(await start(on)).toEqual({ kind: "under-way", sweep: first[0] });
    expect(await sweepsIn(on)).toEqual(first);
    expect(on.queued).toHaveLength(2);
  });

  it("in the same moment begin one, which counts for both even if it has ended", async () => {
    const on = await stage();
    const ended = await sweptOn(on, (await start(on)).sweep.id);
    expect(await start(on)).toEqual({ kind: "under-way", sweep: ended });
    expect(await sweepsIn(on)).toHaveLength(1);
  });

  it("with others, who are always faster, are tried again by the queue", async () => {
    const on = await stage();
    const ports = { ...on.ports, sweeps: { ...on.ports.sweeps, begin: async () => "conflict" as const } };
    await expect(startSweep(ports, REGION)).rejects.toMatchObject({ fate: "retryable", code: "Contended" });
    expect(on.queued).toEqual([]);
  });
});

describe("a tick", () => {
  it("sweeps every region that has a pool, once", async () => {
    const subnets = { "us-east-1a": "subnet-1", [ZONE_A]: "subnet-2" };
    const pools = [aPool(), aPool({ id: "more" }), aPool({ id: "far", region: "us-east-1" })];
    const on = await stage({ pools, templates: [aTemplate({ subnets })] });
    expect(await sweepEveryRegion(on.ports)).toEqual({ kind: "requested" });
    expect(await sweepsIn(on)).toMatchObject([{ shards: [{ zone: ZONE_A }] }]);
    expect(await sweepsIn(on, "us-east-1")).toMatchObject([{ shards: [{ zone: "us-east-1a" }] }]);
    expect(on.queued).toHaveLength(2);
  });
});
