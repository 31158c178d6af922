import { describe, expect, it } from "vitest";
import { lease } from "../../../../core/flows/steps/lease.ts";
import type { State } from "../../../../core/model/instance.ts";
import { aClaim, EPOCH, inState, instanceNo, next } from "../../../builders.ts";
import { stage } from "../stage.ts";

const why = { at: EPOCH, reasons: [{ code: "warm-found" }] } as const;
const waiting = aClaim({ overrides: {} });
const begin = async (state: State = "warm") => {
  const on = await stage({ instances: [inState(state)], claims: [waiting] });
  return { on, ask: async () => lease(on.ports, inState(state), waiting, "hit", why) };
};

describe("a lease", () => {
  it("is written with its claim in one write, each reported with the claim as the cause", async () => {
    const { on, ask } = await begin();
    const leased = await ask();
    expect(leased).toMatchObject({ kind: "leased", claim: { state: "leased" }, instance: { state: "handing-over" } });
    const cause = `claim:${waiting.id}`;
    expect(await on.instance(instanceNo(1))).toMatchObject({ version: 2, last: { name: "leased", cause } });
    expect(await on.claim(waiting.id)).toMatchObject({ version: 2, last: { cause, reasons: why.reasons } });
    expect(leased).toMatchObject({
      actions: [{ do: "start", instance: instanceNo(1), entry: 4, leaseEpoch: 1, cause }],
    });
  });

  it("of one that is not ready yet asks nothing of EC2", async () => {
    const { ask } = await begin("preparing");
    expect(await ask()).toMatchObject({ kind: "leased", instance: { state: "preparing" }, actions: [] });
  });

  it("of what may not be leased is not even tried", async () => {
    const { on, ask } = await begin("in-use");
    expect(await ask()).toEqual({ kind: "taken" });
    expect(on.calls).toEqual([]);
  });

  it("of what another took just then is answered with that", async () => {
    const { on, ask } = await begin();
    await on.ports.records.commit({ instance: next(inState("warm"), { state: "retiring" }) });
    expect(await ask()).toEqual({ kind: "taken" });
    expect(await on.claim(waiting.id)).toMatchObject({ state: "pending", version: 1 });
  });

  it("for a claim that changed just then is answered with how it is, and leaves the instance", async () => {
    const { on, ask } = await begin();
    const released = next(waiting, { state: "released" });
    await on.ports.records.commit({ claim: released });
    expect(await ask()).toEqual({ kind: "claimed-before", claim: released });
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "warm", version: 1 });
  });
});
