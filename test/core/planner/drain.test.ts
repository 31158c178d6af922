import { describe, expect, it } from "vitest";
import { INTENT_AGE_MAX_MS, LAUNCH_PATIENCE_MS, PLAN_RETIREMENTS_MAX } from "../../../core/model/limits.ts";
import { plan } from "../../../core/planner/plan.ts";
import type { Snapshot } from "../../../core/planner/snapshot.ts";
import { STATES } from "../../../events/states.ts";
import { aLease, aLedger, anIntent, aPool, EPOCH, instanceNo } from "../../builders.ts";
import { aSnapshot, asAsked, NOW, row, rows, waiting } from "./snapshots.ts";

const draining = (changes: Partial<Snapshot>) =>
  plan(aSnapshot({ pool: aPool({ max: { instances: 100 }, draining: true }), ...changes }), asAsked);
const LIVE = STATES.filter((state) => state !== "gone");

describe("the plan of a pool that is torn down", () => {
  it("launches nothing, whatever the pool lacks and whatever claims wait", () => {
    const { launches, assignments, changesLedger } = draining({ pending: [waiting(1)], stock: [row(1)] });
    expect({ launches, assignments, changesLedger }).toEqual({ launches: [], assignments: [], changesLedger: false });
  });

  it("retires what no claim holds, in every state but on its way out", () => {
    const stock = LIVE.map((state, n) => row(n + 1, state));
    const leaves = draining({ stock }).retirements.map(({ instance }) => instance);
    const states = stock.filter(({ id }) => leaves.includes(id)).map(({ state }) => state);
    expect(states).toEqual(["launching", "preparing", "parking", "warm", "returning", "quarantined"]);
  });

  it("leaves alone what a claim holds or waits for", () => {
    const lease = aLease();
    const stock = LIVE.map((state, n) => row(n + 1, state, { lease }));
    expect(draining({ stock }).retirements).toEqual([]);
  });

  it("retires suspects too: what was only left out of a listing is billed", () => {
    expect(draining({ stock: [row(1, "warm", { suspectSince: EPOCH })] }).retirements).toEqual([
      { instance: instanceNo(1), reasons: [{ code: "pool-draining" }] },
    ]);
  });

  it("refuses who waits, though their time is not over", () => {
    const given = waiting(2, {}, { state: "leased" });
    expect(draining({ pending: [waiting(1), given] }).expired).toEqual([waiting(1)]);
  });

  it("still settles launches that were asked for, and forgets those that nobody will", () => {
    const late = anIntent({ token: "late", at: NOW - LAUNCH_PATIENCE_MS - 1 });
    const lost = anIntent({ token: "lost", at: NOW - INTENT_AGE_MAX_MS - 1 });
    const made = draining({ ledger: aLedger({ epoch: 7, intents: [late, lost] }) });
    expect(made).toMatchObject({ overdue: [late], droppedIntents: ["lost"], changesLedger: true });
    expect(made.ledger).toMatchObject({ epoch: 8, intents: [late] });
    expect(made.reasons).toContainEqual({ code: "launches-under-way", detail: { count: 2 } });
  });

  it("does as much as one plan may, and says that more follows", () => {
    const made = draining({ stock: rows(PLAN_RETIREMENTS_MAX + 1, "warm") });
    expect(made.retirements).toHaveLength(PLAN_RETIREMENTS_MAX);
    expect(made.reasons).toContainEqual({ code: "plan-bound", detail: { bound: PLAN_RETIREMENTS_MAX } });
  });

  it("forgets since when there was a surplus, so that it is counted anew should the pool be wanted again", () => {
    const made = draining({ ledger: aLedger({ surplusSince: { stopped: EPOCH } }) });
    expect(made).toMatchObject({ changesLedger: true, ledger: { surplusSince: {} } });
  });
});
