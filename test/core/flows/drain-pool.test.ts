import { describe, expect, it } from "vitest";
import { poolConditions } from "../../../core/alerts/of-pool.ts";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { drainPool } from "../../../core/flows/drain-pool.ts";
import { planPool } from "../../../core/flows/plan-pool.ts";
import { aClaim, aLease, aPool, CALLER, claimNo, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

const BY = { caller: CALLER, request: "JKJaXmPLvHcESHA=" };

describe("tearing a pool down", () => {
  it("is one write of the desired state, which keeps all that the file said", async () => {
    const on = await stage();
    const drained = await drainPool(on.ports, POOL, BY);
    expect(drained).toMatchObject({ kind: "draining", isNew: true });
    expect(await on.ports.pools.find(POOL)).toEqual({
      ...aPool(),
      draining: true,
      version: 2,
      cause: "drain:JKJaXmPLvHcESHA=",
      reasons: [{ code: "drained", detail: { caller: CALLER } }],
    });
  });

  it("asked for again changes nothing", async () => {
    const on = await stage({ pools: [aPool({ draining: true })] });
    expect(await drainPool(on.ports, POOL, BY)).toMatchObject({ kind: "draining", isNew: false, pool: { version: 1 } });
  });

  it("knows no pool that is none, and is a conflict with a caller that changes it at once", async () => {
    const on = await stage();
    expect(await drainPool(on.ports, "nobody", BY)).toEqual({ kind: "unknown-pool" });
    on.before("pools.save", () => on.ports.pools.save(aPool({ version: 2 })));
    expect(await drainPool(on.ports, POOL, BY)).toEqual({ kind: "conflict" });
  });

  it("has what no claim holds terminated, and refuses who waits", async () => {
    const instances = [
      inState("warm"),
      inState("preparing", { id: instanceNo(2) }),
      inState("in-use", { id: instanceNo(3), lease: aLease({ claim: claimNo(3) }) }),
    ];
    const on = await stage({ pools: [aPool({ draining: true })], instances, claims: [aClaim()] });
    await planPool(on.ports, POOL);
    expect((await on.instance(instanceNo(1))).state).toBe("retiring");
    expect((await on.instance(instanceNo(2))).state).toBe("retiring");
    expect((await on.instance(instanceNo(3))).state).toBe("in-use");
    expect(await on.claim(claimNo(1))).toMatchObject({
      state: "refused",
      last: { reasons: [{ code: "pool-draining" }] },
    });
  });

  it("lets no claim in: what is warm until the next plan is not handed over", async () => {
    const on = await stage({ pools: [aPool({ draining: true })], instances: [inState("warm")] });
    const claimed = await claimInstance(on.ports, { caller: CALLER, key: "job-9", pool: POOL });
    expect(claimed).toMatchObject({
      kind: "answer",
      claim: { state: "refused", kind: "miss", last: { reasons: [{ code: "pool-draining" }] } },
    });
    expect((await on.instance(instanceNo(1))).state).toBe("warm");
  });

  it("sends a claim that names no pool to another that can serve it", async () => {
    const open = aPool({ id: "win-other" });
    const on = await stage({
      pools: [aPool({ draining: true }), open],
      instances: [inState("warm"), inState("warm", { id: instanceNo(2), pool: open.id })],
    });
    const claimed = await claimInstance(on.ports, { caller: CALLER, key: "job-9", type: "m6i.xlarge" });
    expect(claimed).toMatchObject({ kind: "answer", claim: { state: "leased", instance: instanceNo(2) } });
  });

  it("alerts nobody of what the pool then lacks", () => {
    const view = { stock: [], breaker: { failures: 0, countedTo: 0 }, planned: [], claims: [], slow: [], now: EPOCH };
    expect(poolConditions({ ...view, pool: aPool() })).toHaveLength(1);
    expect(poolConditions({ ...view, pool: aPool({ draining: true }) })).toEqual([]);
  });
});
