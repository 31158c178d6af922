import { describe, expect, it } from "vitest";
import { planEveryPool } from "../../../core/flows/plan-every-pool.ts";
import { planPool } from "../../../core/flows/plan-pool.ts";
import { explainPool } from "../../../core/flows/steps/explain-pool.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { LAUNCH_PATIENCE_MS } from "../../../core/model/limits.ts";
import { DAY_MS } from "../../../core/model/time.ts";
import {
  aClaim,
  aLedger,
  anIntent,
  aPool,
  aTarget,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  POOL,
} from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

const rows = (...numbers: readonly number[]): readonly Instance[] =>
  numbers.map((n) => inState("warm", { id: instanceNo(n) }));
const ledgerOf = (on: Stage) => on.ports.ledgers.find(POOL);
const targets = (stopped: number, changes: object = {}) => [
  aPool({ target: aTarget({ stopped }), scaleInDelayMs: 0, ...changes }),
];

describe("a plan", () => {
  it("writes the ledger before anything is asked, and asks with the tokens it wrote", async () => {
    const on = await stage();
    const planned = await planPool(on.ports, POOL);
    if (planned.kind !== "planned") throw new Error(planned.kind);
    expect(on.calls.indexOf("ledgers.save")).toBeLessThan(on.calls.indexOf("actions.enqueue"));
    const { epoch, intents } = await ledgerOf(on);
    expect(epoch).toBe(1);
    expect(intents).toEqual(planned.plan.launches);
    expect(on.takeActions()).toEqual(
      intents.map(({ token }) => ({ do: "launch", pool: POOL, token, cause: `plan:${POOL}:1` })),
    );
  });

  it("reads the ledger before the stock, so that a launch is never counted not at all", async () => {
    const on = await stage();
    await planPool(on.ports, POOL);
    expect(on.calls.indexOf("ledgers.find")).toBeLessThan(on.calls.indexOf("instances.stock"));
  });

  it("that has nothing to write writes nothing", async () => {
    const on = await stage({ instances: rows(1, 2, 3, 4) });
    await planPool(on.ports, POOL);
    expect(await ledgerOf(on)).toMatchObject({ epoch: 0 });
    expect(on.written).toEqual([]);
  });

  it("of what nobody knows does nothing", async () => {
    for (const given of [{ pools: [] }, { templates: [] }])
      expect(await planPool((await stage(given)).ports, POOL)).toEqual({ kind: "unknown-pool" });
  });

  it("is explained with what it is made from, and nothing is changed by that", async () => {
    const on = await stage({ instances: rows(1, 2, 3, 4, 5, 6), claims: [aClaim()] });
    const explained = await explainPool(on.ports, POOL);
    expect(explained?.snapshot).toMatchObject({ pool: { id: POOL }, now: EPOCH, pending: [{ id: claimNo(1) }] });
    expect(explained?.plan.assignments).toHaveLength(1);
    expect([on.written, on.queued, (await ledgerOf(on)).epoch]).toEqual([[], [], 0]);
    expect(await explainPool(on.ports, "nobody")).toBeUndefined();
  });
});

describe("two plans of one pool at once", () => {
  it("launch once: the other is informed that it lost, and does nothing", async () => {
    const on = await stage();
    const kinds = (await Promise.all([planPool(on.ports, POOL), planPool(on.ports, POOL)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["planned", "raced"]);
    await on.performAll();
    expect(on.ec2.machines.size).toBe(4);
  });

  it("do nothing else either where one is outrun: no lease, no refusal, no retirement", async () => {
    const stale = { claims: [aClaim({ waitUntil: EPOCH }), aClaim({ id: claimNo(2) })] };
    const on = await stage({ pools: targets(1), instances: rows(1, 2, 3), ...stale });
    on.before("ledgers.save", () => on.ports.ledgers.save(aLedger(), { added: [], dropped: [] }));
    expect(await planPool(on.ports, POOL)).toEqual({ kind: "raced" });
    expect(on.written).toEqual([]);
  });
});

describe("a plan whose process died", () => {
  it("is made again, and launches no more than the pool lacks", async () => {
    await cutEverywhere(
      () => stage(),
      (on) => planPool(on.ports, POOL),
      async (on, where) => {
        await planPool(on.ports, POOL);
        await on.performAll();
        const under = (await ledgerOf(on)).intents.reduce((sum, { count }) => sum + count, 0);
        expect(on.ec2.machines.size + under, where).toBe(4);
      },
    );
  });

  it("between ledger and queue is made up for by a later plan, which asks for the same launches", async () => {
    const on = await stage();
    on.before("actions.enqueue", () => Promise.reject(new Error("cut")));
    await expect(planPool(on.ports, POOL)).rejects.toThrow("cut");
    const { intents } = await ledgerOf(on);
    await planPool(on.ports, POOL);
    expect(on.takeActions()).toEqual([]);
    on.clock.at += LAUNCH_PATIENCE_MS + 1;
    await planPool(on.ports, POOL);
    await planPool(on.ports, POOL);
    expect(on.queued.map(({ queue }) => queue)).toContain("actions");
    await on.performAll();
    expect(on.ec2.machines.size).toBe(4);
    expect((await ledgerOf(on)).epoch).toBe(intents[0]?.epoch);
  });
});

describe("a claim that waits", () => {
  it("is given what became warm, a miss, and its instance is started", async () => {
    const on = await stage({ instances: rows(1), claims: [aClaim()] });
    await planPool(on.ports, POOL);
    expect(await on.claim(claimNo(1))).toMatchObject({ state: "leased", kind: "miss", instance: instanceNo(1) });
    expect((await on.claim(claimNo(1))).last.reasons).toEqual([{ code: "warm-found", detail: { state: "warm" } }]);
    expect(on.takeActions()).toContainEqual(
      expect.objectContaining({ do: "start", instance: instanceNo(1), leaseEpoch: 1 }),
    );
  });

  it("is given what is nearly ready, which is not started yet", async () => {
    const on = await stage({ instances: [inState("launching")], claims: [aClaim()], pools: targets(0) });
    await planPool(on.ports, POOL);
    expect(await on.claim(claimNo(1))).toMatchObject({
      state: "leased",
      last: { reasons: [{ code: "one-step-away" }] },
    });
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "launching", lease: { claim: claimNo(1) } });
    expect(on.takeActions()).toEqual([]);
  });

  it("keeps waiting when its instance was taken just then: the change that won brings the next plan", async () => {
    const on = await stage({ instances: rows(1), claims: [aClaim()] });
    on.before("records.commit", async () =>
      on.ports.records.commit({ instance: next(await on.instance(instanceNo(1)), { state: "retiring" }) }),
    );
    await planPool(on.ports, POOL);
    expect(await on.claim(claimNo(1))).toMatchObject({ state: "pending", version: 1 });
  });

  it("keeps waiting when its instance is gone, or may not be leased any more, by the time it is read", async () => {
    for (const state of ["retiring", "in-use"] as const) {
      const on = await stage({ instances: rows(1), claims: [aClaim()] });
      on.before("instances.find", async () =>
        on.ports.records.commit({ instance: next(await on.instance(instanceNo(1)), { state }) }),
      );
      await planPool(on.ports, POOL);
      expect(await on.claim(claimNo(1))).toMatchObject({ state: "pending", version: 1 });
    }
  });

  it("and was released just then gets nothing, and the instance stays warm", async () => {
    const on = await stage({ instances: rows(1), claims: [aClaim()] });
    on.before("records.commit", async () =>
      on.ports.records.commit({ claim: next(await on.claim(claimNo(1)), { state: "released" }) }),
    );
    await planPool(on.ports, POOL);
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "warm", version: 1 });
  });

  it("for too long is refused, and the answer says how long it waited", async () => {
    const on = await stage({ claims: [aClaim({ requestedAt: EPOCH - 90_400, waitUntil: EPOCH })], pools: targets(0) });
    await planPool(on.ports, POOL);
    expect(await on.claim(claimNo(1))).toMatchObject({ state: "refused", endedAt: EPOCH });
    expect((await on.claim(claimNo(1))).last.reasons).toEqual([
      { code: "waited-too-long", detail: { waitSeconds: 90 } },
    ]);
  });
});

describe("a surplus", () => {
  it("is retired with the plan's reasons, and terminated", async () => {
    const on = await stage({ pools: targets(1), instances: rows(1, 2) });
    await planPool(on.ports, POOL);
    expect(await on.instance(instanceNo(1))).toMatchObject({
      state: "retiring",
      last: { reasons: [{ code: "surplus" }] },
    });
    expect(on.takeActions()).toMatchObject([{ do: "terminate", instance: instanceNo(1) }]);
    expect(await on.instance(instanceNo(2))).toMatchObject({ state: "warm" });
  });

  it("that a claim took just then is left to it", async () => {
    const on = await stage({ pools: targets(1), instances: rows(1, 2) });
    on.before("instances.find", async () => {
      const leased = next(await on.instance(instanceNo(1)), inState("handing-over", { version: 2 }));
      await on.ports.records.commit({ instance: { ...leased, version: 2 } });
    });
    await planPool(on.ports, POOL);
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "handing-over" });
    expect(on.takeActions()).toEqual([]);
  });
});

describe("a launch that nobody settled", () => {
  it("is dropped from the ledger with the plan that gives it up", async () => {
    const on = await stage({ pools: targets(0) });
    await on.ports.ledgers.save(aLedger(), { added: [anIntent({ at: EPOCH - DAY_MS })], dropped: [] });
    await planPool(on.ports, POOL);
    expect(await ledgerOf(on)).toMatchObject({ epoch: 2, intents: [] });
  });
});

describe("a tick", () => {
  it("asks for a plan of every pool", async () => {
    const on = await stage({ pools: [aPool({ id: "a" }), aPool({ id: "b" })] });
    expect(await planEveryPool(on.ports)).toEqual({ kind: "requested" });
    expect(on.queued.map(({ text }) => JSON.parse(text).detail.pool)).toEqual(["a", "b"]);
  });
});
