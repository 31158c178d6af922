import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { onInstanceState } from "../../../core/flows/on-instance-state.ts";
import { onWake } from "../../../core/flows/on-wake.ts";
import { performAction } from "../../../core/flows/perform-action.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import {
  aClaim,
  aLease,
  aPool,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  POOL,
  REGION,
} from "../../builders.ts";
import { stage } from "./stage.ts";

const ID = instanceNo(1);
const LEASED_AT = EPOCH + 10 * MINUTE_MS;
const evidence = { ...aTemplate().evidence, "handing-over": { by: "ec2-state" } } as const;
/** Held by a claim since LEASED_AT, and delivered by EC2's word alone. */
const held = (state: State, changes: Partial<Instance> = {}) =>
  inState(state, {
    terms: { ...inState(state).terms, evidence },
    lease: aLease({ claim: claimNo(1), at: LEASED_AT }),
    leaseEpoch: 1,
    ...changes,
  });
const handingOver = (changes: Partial<Instance>) =>
  held("handing-over", { since: LEASED_AT, wakeAt: LEASED_AT + 10 * MINUTE_MS, ...changes });

async function open(instance: Instance) {
  const claims = [aClaim({ state: "leased", instance: ID, leaseEpoch: 1 })];
  const on = await stage({ instances: [instance], claims });
  on.clock.at = LEASED_AT + MINUTE_MS;
  const hears = (state: "running", at: number) =>
    onInstanceState(on.ports, {
      id: "e-1",
      at,
      region: REGION,
      replay: undefined,
      detail: { "instance-id": ID, state },
    });
  return { on, hears, stateNow: async () => (await on.instance(ID)).state };
}

describe("EC2's word that an instance runs", () => {
  it("of before the lease, heard late, does not deliver it: it ran for somebody else, and may have ended", async () => {
    const { hears, stateNow } = await open(handingOver({ observed: { state: "stopped", at: EPOCH } }));
    expect(await hears("running", LEASED_AT - MINUTE_MS)).toMatchObject({ kind: "kept" });
    expect(await stateNow()).toBe("handing-over");
    await hears("running", LEASED_AT + 20 * SECOND_MS);
    expect(await stateNow()).toBe("in-use");
  });

  it("is news the first time after the lease, though it was known to run before", async () => {
    const { hears, stateNow } = await open(handingOver({ observed: { state: "running", at: EPOCH } }));
    expect(await hears("running", LEASED_AT + SECOND_MS)).toMatchObject({ kind: "moved" });
    expect(await stateNow()).toBe("in-use");
  });

  it("within the second of the lease is of the lease, for EC2 reports whole seconds", async () => {
    const at = LEASED_AT + 400;
    const { hears, stateNow } = await open(handingOver({ lease: aLease({ claim: claimNo(1), at }) }));
    await hears("running", LEASED_AT);
    expect(await stateNow()).toBe("in-use");
  });

  it("that was lost is found by the deadline's look", async () => {
    const { on, stateNow } = await open(handingOver({ observed: { state: "running", at: EPOCH } }));
    const { id, entry, askedAgain, wakeAt = 0, ...rest } = await on.instance(ID);
    on.clock.at = wakeAt;
    const { az, type, imageId } = rest;
    const observed = { state: "running", at: on.clock.at } as const;
    on.ec2.machines.set(id, { id, az, type, imageId, tags: {}, securityGroups: [], observed });
    await onWake(on.ports, { instance: id, entry, askedAgain, wakeAt });
    expect(await stateNow()).toBe("in-use");
  });

  it("of before the lease, when it was reserved as it launched, has EC2 asked before it is delivered", async () => {
    const { on, hears, stateNow } = await open(held("launching", { observed: { state: "pending", at: EPOCH } }));
    const ready = { ...evidence, preparing: { by: "ec2-state" } } as const;
    const record = await on.instance(ID);
    const version = record.version + 1;
    await on.ports.records.commit({
      instance: { ...record, version, terms: { ...record.terms, evidence: ready } },
    });
    await hears("running", LEASED_AT - MINUTE_MS);
    expect(await stateNow()).toBe("handing-over");
    on.ec2.refusals.set("start", { kind: "already" });
    const [start] = on.takeActions();
    expect(await performAction(on.ports, start!)).toBe("asked");
    expect(on.ec2.asked).toEqual([`start ${ID}`]);
    expect(await stateNow()).toBe("in-use");
  });
});

describe("a claim of an instance that runs warm", () => {
  const warm = inState("warm", {
    tier: "running",
    observed: { state: "running", at: EPOCH },
    terms: { ...inState("warm").terms, evidence },
  });
  const open = async () => {
    const on = await stage({
      pools: [aPool({ target: { running: 1, hibernated: 0, stopped: 0 } })],
      instances: [warm],
    });
    on.clock.at = LEASED_AT;
    return on;
  };
  const claim = (on: Awaited<ReturnType<typeof open>>) =>
    claimInstance(on.ports, { caller: CALLER, key: "job-1", pool: POOL });

  it("is delivered in the answer once EC2 says that it still runs", async () => {
    const on = await open();
    on.ec2.refusals.set("start", { kind: "already" });
    expect(await claim(on)).toMatchObject({ claim: { state: "delivered" }, instance: { state: "in-use" } });
    expect(on.ec2.asked).toEqual([`start ${ID}`]);
  });

  it("waits for EC2 when it is only on its way", async () => {
    const on = await open();
    on.ec2.refusals.set("start", { kind: "already" });
    on.ec2.runs = "pending";
    expect(await claim(on)).toMatchObject({ claim: { state: "leased" }, instance: { state: "handing-over" } });
  });
});
