import { describe, expect, it } from "vitest";
import { adopt } from "../../../../core/flows/steps/adopt.ts";
import { causeOf } from "../../../../core/reconcile/mended.ts";
import { newSweep } from "../../../../core/reconcile/shards.ts";
import { aPool, EPOCH, instanceNo, POOL, REGION } from "../../../builders.ts";
import { type Stage, stage } from "../stage.ts";
import { known, rowOf, SWEPT_AT, warmNo, ZONE_A } from "../sweeping.ts";

const ID = instanceNo(1);
const orphan = rowOf(warmNo(1), "running", SWEPT_AT - 5_000);
const sweep = newSweep(REGION, [ZONE_A], SWEPT_AT);

async function onStage(given: { readonly orphans?: "adopt" | "retire"; readonly isTemplateGone?: boolean } = {}) {
  const { orphans = "adopt", isTemplateGone } = given;
  const on = await stage({ pools: [aPool({ orphans })], ...(isTemplateGone && { templates: [] }) });
  on.clock.at = SWEPT_AT;
  known(on, orphan);
  return on;
}
const adopted = (on: Stage, row = orphan) => adopt(on.ports, sweep, row, POOL);
/** Somebody else records it first. */
const beaten = (on: Stage) =>
  on.before("records.commit", () => on.ports.records.commit({ instance: warmNo(1, { version: 1 }) }));

describe("an instance that is adopted", () => {
  it("says why, by whom, since when, and is in the state that EC2 saw it in", async () => {
    const on = await onStage();
    expect(await adopted(on)).toEqual([{ kind: "adopted" }]);
    const [first, ...later] = await on.ports.instances.history(ID);
    const by = { at: SWEPT_AT, cause: causeOf(sweep) };
    expect(first).toEqual({ name: "adopted", from: "none", to: "launching", reasons: [{ code: "adopted" }], ...by });
    expect(later).toMatchObject([{ name: "ec2:running", to: "preparing", ...by }]);
    expect(await on.instance(ID)).toMatchObject({
      token: orphan.token,
      launchedAt: SWEPT_AT,
      observed: orphan.observed,
    });
  });

  it("has no token where EC2 reports none", async () => {
    const on = await onStage();
    const { token: _, ...row } = orphan;
    known(on, row);
    await adopted(on, row);
    expect((await on.instance(ID)).token).toBe("");
  });

  it("is written once while EC2 only starts it", async () => {
    const on = await onStage();
    known(on, rowOf(warmNo(1), "pending"));
    await adopted(on);
    expect(await on.instance(ID)).toMatchObject({ state: "launching", version: 1 });
  });
});

describe("an instance that is retired", () => {
  it("says why, and is asked to end", async () => {
    const on = await onStage({ orphans: "retire" });
    expect(await adopted(on)).toEqual([{ kind: "retired" }]);
    expect((await on.instance(ID)).last).toMatchObject({ name: "retire", reasons: [{ code: "adopted" }] });
    expect(on.takeActions()).toMatchObject([{ do: "terminate", instance: ID, cause: causeOf(sweep) }]);
  });

  it("is not, when somebody records it first", async () => {
    const on = await onStage({ orphans: "retire" });
    beaten(on);
    expect(await adopted(on)).toEqual([]);
    expect(await on.instance(ID)).toMatchObject({ state: "warm", last: { at: EPOCH } });
    expect(on.takeActions()).toEqual([]);
  });
});

describe("an instance whose pool's template is not there", () => {
  it("is named, and nobody looks", async () => {
    const on = await onStage({ isTemplateGone: true });
    expect(await adopted(on)).toEqual([{ kind: "leak", id: ID }]);
    expect(on.ec2.asked).toEqual([]);
  });
});
