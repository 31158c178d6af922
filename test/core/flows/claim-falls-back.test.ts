import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { performAction } from "../../../core/flows/perform-action.ts";
import { planPool } from "../../../core/flows/plan-pool.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { BACKSTOP_DELAY_MS, FAILED_HAND_OVERS_MAX, FALLBACK_STARTS_MAX } from "../../../core/model/limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import {
  anUnavailable,
  aPool,
  aTarget,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  POOL,
  REGION,
} from "../../builders.ts";
import { cutEverywhere, type Stage } from "./stage.ts";
import { attemptsOf, claimNth, type Walled, walled } from "./unavailable.ts";

const [A, B, M6I, M5] = [`${REGION}a`, `${REGION}b`, "m6i.xlarge", "m5.xlarge"];
const [CLAIM, ID] = [claimNo(1), instanceNo(1)];
const warm = (n: number, changes: Partial<Instance> = {}) => inState("warm", { id: instanceNo(n), ...changes });
const almostWarm = (n: number, state: State = "preparing") => inState(state, { id: instanceNo(n) });
const heldIn = async (on: Stage, ids: readonly string[]) => {
  const all = await Promise.all(ids.map((id) => on.instance(id)));
  return all.filter(({ lease }) => lease !== undefined).map(({ id }) => id);
};

describe("a claim whose instance EC2 has no capacity for", () => {
  it("is served at once from another zone, and says what was tried", async () => {
    const on = await walled([`${A}/${M6I}`, `${A}/${M5}`], { instances: [warm(1)] });
    on.before("power.start", () => on.ports.records.commit({ instance: warm(2, { az: B }) }));
    const { claim, instance } = await claimNth(on, 1);
    expect(on.started).toEqual([`${A}/${M6I}`, `${B}/${M6I}`]);
    expect(claim).toMatchObject({ state: "leased", instance: instanceNo(2), failedHandOvers: 1 });
    expect(instance).toMatchObject({ state: "handing-over", az: B });
    expect(attemptsOf(claim)).toEqual(["warm failed 1", "another-zone held 2"]);
    expect(await on.instance(ID)).toMatchObject({ state: "warm", leaseEpoch: 1 });
    const backstops = on.queued.filter(({ queue }) => queue === "actions").map(({ at }) => at);
    expect(backstops).toEqual([EPOCH + BACKSTOP_DELAY_MS, EPOCH + BACKSTOP_DELAY_MS]);
  });

  it("is served by the same machine as another type", async () => {
    const on = await walled([`${A}/${M6I}`], { instances: [warm(1)] });
    const { claim } = await claimNth(on, 1);
    expect(on.ec2.asked).toEqual([`start ${ID}`, `retype ${ID} ${M5}`, `start ${ID}`]);
    expect(claim).toMatchObject({ state: "leased", instance: ID, leaseEpoch: 2, overrides: {} });
    expect(attemptsOf(claim)).toEqual(["warm failed 1", "another-zone skipped", "another-type held 1"]);
    expect(claim.attempts?.at(-1)?.offering).toBe(`${A}/${M5}`);
    const lease = { overrides: { type: M5 } };
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over", type: M5, lease });
  });

  it("is served by what is nearly ready, which is started when it is", async () => {
    const instances = [warm(1, { tier: "hibernated" }), almostWarm(2)];
    const pools = [aPool({ target: aTarget({ hibernated: 2, stopped: 2 }) })];
    const on = await walled([`${A}/${M6I}`], { instances, pools });
    const { claim } = await claimNth(on, 1);
    expect(claim).toMatchObject({ state: "leased", instance: instanceNo(2) });
    expect(attemptsOf(claim)).toEqual([
      ...["warm failed 1", "another-zone skipped", "another-type skipped"],
      "almost-warm held 2",
    ]);
    expect(on.started).toHaveLength(1);
  });

  it.each([
    ["launch", "launch waits", "pending"],
    ["queue", "queue waits", "pending"],
    ["refuse", "refuse refused", "refused"],
  ] as const)("ends, when nothing else is there, as its pool says: %s", async (fallback, last, state) => {
    const pools = [aPool({ fallback, target: aTarget({ hibernated: 1 }) })];
    const on = await walled([`${A}/${M6I}`], { instances: [warm(1, { tier: "hibernated" })], pools });
    const { claim, instance } = await claimNth(on, 1);
    expect(claim).toMatchObject({ state, kind: "miss" });
    expect(attemptsOf(claim).at(-1)).toBe(last);
    expect(claim.last.reasons.map(({ code }) => code)).toContain("start-failed");
    expect(instance).toBeUndefined();
  });

  it("is served by another pool that matches, when it names none, and stays in the list of the first", async () => {
    const pools = [aPool({ id: "a-pool" }), aPool({ id: "b-pool" })];
    const instances = [warm(1, { pool: "a-pool", market: "spot" })];
    const on = await walled([`${A}/${M6I}/spot`], { instances, pools });
    const other = warm(2, { pool: "b-pool" });
    on.before("power.start", () => on.ports.records.commit({ instance: other }));
    const claimed = await claimInstance(on.ports, { caller: CALLER, key: "job-1", type: M6I });
    if (claimed.kind !== "answer") throw new Error(claimed.kind);
    const { claim } = claimed;
    expect(claim).toMatchObject({ pool: "a-pool", state: "leased", instance: instanceNo(2) });
    expect(claim.attempts?.at(-1)).toMatchObject({ attempt: "another-zone", pool: "b-pool", outcome: "held" });
  });

  it("goes on when others are faster, and says so", async () => {
    const on = await walled([`${A}/${M6I}`, `${A}/${M5}`], { instances: [warm(1)] });
    const other = warm(2, { az: B });
    on.before("power.start", () => on.ports.records.commit({ instance: other }));
    const commit = on.ports.records.commit;
    let taken = false;
    const records: typeof on.ports.records = {
      async commit(change) {
        if (change.instance?.id === other.id && change.claim && !taken) {
          taken = true;
          await commit({ instance: next(await on.instance(other.id), { state: "retiring" }) });
        }
        return commit(change);
      },
    };
    const { claim } = await claimNth({ ...on, ports: { ...on.ports, records } }, 1);
    expect(claim).toMatchObject({ state: "pending" });
    expect(claim.attempts?.find(({ attempt }) => attempt === "another-zone")).toMatchObject({
      outcome: "skipped",
      why: { code: "taken-by-others" },
    });
  });

  it("starts no more than one fall-back may, and counts it as one attempt", async () => {
    const zones = ["a", "b", "c", "d", "e", "f"].map((letter) => `${REGION}${letter}`);
    const template = aTemplate({ subnets: Object.fromEntries(zones.map((az) => [az, `subnet-${az}`])) });
    const instances = zones.map((az, n) => warm(n + 1, { az }));
    const on = await walled(
      zones.flatMap((az) => [`${az}/${M6I}`, `${az}/${M5}`]),
      { templates: [template], instances },
    );
    const { claim } = await claimNth(on, 1);
    expect(on.started).toHaveLength(1 + FALLBACK_STARTS_MAX);
    expect(new Set(on.started).size).toBe(1 + FALLBACK_STARTS_MAX);
    expect(claim).toMatchObject({ state: "pending", failedHandOvers: 1 });
    expect(attemptsOf(claim).at(-1)).toBe("launch waits");
  });
});

describe("the claim after one that was refused", () => {
  it("does not try the place that is closed, whichever pool it comes by", async () => {
    const pools = [aPool(), aPool({ id: "other" })];
    const instances = [warm(1), warm(2), warm(3, { pool: "other" }), warm(4, { az: B, pool: "other" })];
    const on = await walled([`${A}/${M6I}`], { instances, pools });
    const first = await claimNth(on, 1);
    const second = await claimNth(on, 2);
    const third = await claimNth(on, 3, { pool: "other" });
    expect(on.started).toEqual([`${A}/${M6I}`, `${A}/${M5}`, `${A}/${M5}`, `${B}/${M6I}`]);
    expect([first, second, third].map(({ claim }) => claim.state)).toEqual(["leased", "leased", "leased"]);
    expect(attemptsOf(second.claim)[0]).toBe("warm skipped");
    expect(third.claim).toMatchObject({ kind: "hit", instance: instanceNo(4) });
    expect(third.claim.attempts).toBeUndefined();
  });

  it("tries it again when its time is over, and opens it by a start that works", async () => {
    const on = await walled([], { instances: [warm(1), warm(2)] });
    await on.ports.offerings.save(anUnavailable({ level: 2, until: EPOCH + 1 }));
    await on.ports.offerings.save(anUnavailable({ offering: `${A}/${M5}`, until: EPOCH + MINUTE_MS }));
    expect((await claimNth(on, 1)).claim.state).toBe("pending");
    on.clock.at += 1;
    expect((await claimNth(on, 2)).claim).toMatchObject({ state: "leased", kind: "hit" });
    expect(on.started).toEqual([`${A}/${M6I}`]);
    const [unavailableOffering] = await on.ports.offerings.recall(REGION);
    expect(unavailableOffering).toMatchObject({ level: 1, until: EPOCH + 1, version: 2 });
  });

  it("is a hit as another type, when that is all there is, and says why", async () => {
    const on = await walled([], { instances: [warm(1)] });
    await on.ports.offerings.save(anUnavailable());
    const { claim } = await claimNth(on, 1);
    expect(claim).toMatchObject({ state: "leased", kind: "hit", instance: ID });
    expect(attemptsOf(claim)).toEqual(["warm skipped", "another-type held 1"]);
    expect(claim.attempts?.[0]?.why).toEqual({
      code: "offering-unavailable",
      detail: { offering: `${A}/${M6I}`, until: new Date(EPOCH + MINUTE_MS).toISOString() },
    });
    expect(on.ec2.asked).toEqual([`retype ${ID} ${M5}`, `start ${ID}`]);
  });
});

describe("a plan", () => {
  it("serves a claim that waits once its place is open again, and a worker goes on from there", async () => {
    const on = await walled([`${A}/${M6I}`, `${A}/${M5}`], { instances: [warm(1)] });
    await claimNth(on, 1);
    on.clock.at += 2 * MINUTE_MS;
    await planPool(on.ports, POOL);
    for (const action of on.takeActions()) if (action.do === "start") await performAction(on.ports, action);
    const claim = await on.claim(CLAIM);
    expect(claim).toMatchObject({ state: "pending", failedHandOvers: 2 });
    expect(attemptsOf(claim).slice(-5)).toEqual([
      ...["queue failed 1", "another-zone skipped", "another-type failed 1", "almost-warm skipped"],
      "launch waits",
    ]);
  });

  it("gives a claim that waits what was parked since, as another type", async () => {
    const on = await walled([`${A}/${M6I}`], { pools: [aPool({ fallback: "queue" })] });
    await on.ports.offerings.save(anUnavailable());
    await claimNth(on, 1);
    await on.ports.records.commit({ instance: warm(1) });
    await planPool(on.ports, POOL);
    for (const action of on.takeActions()) if (action.do === "start") await performAction(on.ports, action);
    expect(on.ec2.asked).toEqual([`retype ${ID} ${M5}`, `start ${ID}`]);
    expect(await on.claim(CLAIM)).toMatchObject({
      state: "leased",
      last: { reasons: [{ code: "open-as-another-type" }] },
    });
  });

  it("gives up on a claim after so many falls back", async () => {
    const pools = [aPool({ fallback: "queue", claimWaitMs: 24 * 60 * MINUTE_MS })];
    const on = await walled([`${A}/${M6I}`, `${A}/${M5}`], { instances: [warm(1)], pools });
    await claimNth(on, 1);
    for (let rounds = 0; rounds < 200 && (await on.claim(CLAIM)).state === "pending"; rounds += 1) {
      on.clock.at += 2 * MINUTE_MS;
      await planPool(on.ports, POOL);
      for (const action of on.takeActions()) if (action.do === "start") await performAction(on.ports, action);
    }
    const claim = await on.claim(CLAIM);
    expect(claim).toMatchObject({ state: "refused", failedHandOvers: FAILED_HAND_OVERS_MAX });
    expect(claim.last.reasons.at(-1)?.code).toBe("tried-too-often");
    expect(await heldIn(on, [ID])).toEqual([]);
  });
});

describe("a fall-back whose process dies", () => {
  it("holds at most one instance, and the queue, a deadline or the next plan serves the claim", async () => {
    const set = () => walled([`${A}/${M6I}`], { instances: [warm(1), almostWarm(2, "parking")] });
    const cuts = await cutEverywhere(
      set,
      (on) => claimNth(on, 1),
      async (on, where) => {
        expect((await heldIn(on, [ID, instanceNo(2)])).length, where).toBeLessThanOrEqual(1);
        await claimNth(on, 1);
        on.clock.at += 2 * MINUTE_MS;
        (on as Walled).shut.clear();
        await planPool(on.ports, POOL);
        for (const action of on.takeActions()) if (action.do === "start") await performAction(on.ports, action);
        const claim = await on.claim(CLAIM);
        const held = await heldIn(on, [ID, instanceNo(2)]);
        expect([claim.state, held], where).toEqual(["leased", [claim.instance]]);
        expect((await on.instance(claim.instance ?? "")).lease, where).toMatchObject({
          claim: CLAIM,
          epoch: claim.leaseEpoch,
        });
      },
    );
    expect(cuts).toBeGreaterThanOrEqual(30);
  });
});
