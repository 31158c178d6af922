import { describe, expect, it } from "vitest";
import { onSignal } from "../../../../core/flows/on-signal.ts";
import { MINUTE_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { bootstrapOf } from "../../../../core/readiness/bootstrap.ts";
import { aClaim, aLease, EPOCH, inState, instanceNo } from "../../../builders.ts";
import { stage } from "../stage.ts";

const ID = instanceNo(1);
const claim = aClaim({ state: "leased", kind: "hit", instance: ID, leaseEpoch: 1, leasedAt: EPOCH });
const lease = aLease({ overrides: { access: { kind: "password", user: "builder", secret: "team/build" } } });
const handedOver = () =>
  stage({
    instances: [inState("handing-over", { lease, observed: { state: "running", at: EPOCH } })],
    claims: [claim],
  });
const ORDER = `make ${ID} password team/build windows`;

describe("access that a claim asks for", () => {
  it("is ordered once the instance has been heard, and the claim waits for it though all else is there", async () => {
    const on = await handedOver();
    await onSignal(on.ports, ID, { name: "clock", ok: true, offsetMs: 0 });
    await onSignal(on.ports, ID, { name: "agent", ok: true });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toEqual([ORDER]);
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over" });
    await onSignal(on.ports, ID, { name: "access", ok: true });
    expect(await on.claim(claim.id)).toMatchObject({ state: "delivered" });
  });

  it("is among what the instance is informed that it needs", async () =>
    expect(bootstrapOf(await (await handedOver()).instance(ID)).needs).toEqual(["clock", "agent", "access"]));

  it("is asked again while nobody there takes orders, each time half as long again after, and not beyond the hand-over", async () => {
    const on = await handedOver();
    on.ec2.orders = { kind: "not-yet" };
    on.clock.at = EPOCH + 20 * SECOND_MS;
    await onSignal(on.ports, ID, { name: "agent", ok: true });
    const waited: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const before = on.clock.at;
      const [{ at } = { at: 0 }] = on.queued.filter(({ queue }) => queue === "actions");
      waited.push(Math.round((at - before) / SECOND_MS));
      on.clock.at = at;
      const actions = on.takeActions();
      expect(actions).toMatchObject([{ do: "access" }]);
      const { performAction } = await import("../../../../core/flows/perform-action.ts");
      expect(await performAction(on.ports, actions[0] as never)).toBe("unknown");
    }
    expect(waited).toEqual([0, 10, 15, 23]);
    on.clock.at = EPOCH + 10 * MINUTE_MS;
    await on.ports.records.commit({ instance: { ...(await on.instance(ID)), entry: 9, version: 3 } });
    expect(await on.performAll()).toEqual(["dropped"]);
  });

  it("that fails costs the claim at once, and the instance with it: it is not tried on five", async () => {
    const on = await handedOver();
    await onSignal(on.ports, ID, { name: "access", ok: false, text: "AccessDeniedException" });
    expect(await on.instance(ID)).toMatchObject({ state: "retiring" });
    const reasons = [{ code: "evidence-failed", detail: { signal: "access", text: "AccessDeniedException" } }];
    expect(await on.claim(claim.id)).toMatchObject({ state: "refused", last: { reasons } });
  });

  it("that can never be ordered costs the claim alone", async () => {
    const on = await handedOver();
    on.ec2.orders = { kind: "mistaken", error: "UnsupportedPlatformType" };
    await onSignal(on.ports, ID, { name: "agent", ok: true });
    expect(await on.performAll()).toEqual(["refused", "asked"]);
    expect(await on.instance(ID)).toMatchObject({ state: "parking" });
    expect(await on.claim(claim.id)).toMatchObject({ state: "refused" });
  });

  it("is not ordered for who asks for none", async () => {
    const on = await stage({
      instances: [inState("handing-over", { observed: { state: "running", at: EPOCH } })],
      claims: [claim],
    });
    await onSignal(on.ports, ID, { name: "agent", ok: true });
    expect(on.takeActions()).toEqual([]);
  });
});
