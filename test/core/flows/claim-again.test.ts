import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { performAction } from "../../../core/flows/perform-action.ts";
import { releaseClaim } from "../../../core/flows/release-claim.ts";
import type { ClaimState } from "../../../core/model/claim.ts";
import { aClaim, aPool, CALLER, claimNo, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { NO_CAPACITY } from "./ec2.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

const request = { caller: CALLER, key: "job-1", pool: POOL, tags: { job: "1" } };
const CLAIM = claimNo(1);
const twoWarm = () => stage({ instances: [inState("warm"), inState("warm", { id: instanceNo(2) })] });
const again = async (on: Stage) => {
  const claimed = await claimInstance(on.ports, request);
  if (claimed.kind !== "answer") throw new Error(claimed.kind);
  return claimed;
};
const heldBy = async (on: Stage) =>
  [await on.instance(instanceNo(1)), await on.instance(instanceNo(2))].flatMap(({ lease }) => lease?.claim ?? []);

describe("a claim asked again with its key", () => {
  it("is the same claim, and starts nothing", async () => {
    const on = await twoWarm();
    const first = await again(on);
    const asked = on.ec2.asked.length;
    const second = await again(on);
    expect(second.isNew).toBe(false);
    expect(second.claim).toEqual(first.claim);
    expect(second.instance?.id).toBe(first.instance?.id);
    expect(on.ec2.asked).toHaveLength(asked);
    expect(await heldBy(on)).toEqual([CLAIM]);
  });

  it("tries to write once, and no more", async () => {
    const on = await twoWarm();
    await again(on);
    on.calls.length = 0;
    await again(on);
    expect(on.calls.filter((call) => call === "records.commit")).toHaveLength(1);
  });

  it.each<ClaimState>(["pending", "leased", "delivered", "released", "refused", "lost"])(
    "is answered as it is when it is %s, though something warm is there",
    async (state) => {
      const held = state === "leased" || state === "delivered" ? { instance: instanceNo(2), leaseEpoch: 1 } : {};
      const on = await stage({ instances: [inState("warm")], claims: [aClaim({ state, ...held })] });
      const { claim, isNew } = await again(on);
      expect(claim).toMatchObject({ id: CLAIM, state, version: 1 });
      expect(isNew).toBe(false);
      expect(on.written).toEqual([]);
    },
  );

  it("is answered as it is when nothing is warm", async () => {
    const on = await stage({ claims: [aClaim({ state: "released" })] });
    expect(await again(on)).toMatchObject({ isNew: false, claim: { state: "released", version: 1 } });
  });

  it("at the same moment is one claim of one instance", async () => {
    const on = await twoWarm();
    const answers = await Promise.all([again(on), again(on), again(on)]);
    expect(new Set(answers.map(({ claim }) => claim.instance)).size).toBe(1);
    expect(await heldBy(on)).toEqual([CLAIM]);
  });
});

describe("a claim whose process died", () => {
  it("is asked again and has one instance, which is started", async () => {
    const cuts = await cutEverywhere(twoWarm, again, async (on, where) => {
      const { claim } = await again(on);
      expect(claim, where).toMatchObject({ state: "leased", kind: "hit" });
      expect(await heldBy(on), where).toEqual([CLAIM]);
    });
    expect(cuts).toBeGreaterThanOrEqual(14);
  });

  it("and is never asked again has at most one instance, which its deadline finds", async () => {
    await cutEverywhere(twoWarm, again, async (on, where) => {
      const held = await heldBy(on);
      expect(held.length, where).toBeLessThanOrEqual(1);
      const handingOver = [await on.instance(instanceNo(1)), await on.instance(instanceNo(2))].find(
        ({ lease }) => lease,
      );
      if (handingOver) expect(handingOver, where).toMatchObject({ state: "handing-over", wakeAt: EPOCH + 300_000 });
    });
  });

  it("after a refused start loses neither the claim nor the instance", async () => {
    const refusing = async () => {
      const on = await stage({ instances: [inState("warm")] });
      on.ec2.refusals.set("start", NO_CAPACITY);
      return on;
    };
    await cutEverywhere(refusing, again, async (on, where) => {
      await again(on);
      for (const action of on.takeActions()) await performAction(on.ports, action);
      const { state, lease } = await on.instance(instanceNo(1));
      const claim = await on.claim(CLAIM);
      const isHeld = lease?.claim === CLAIM && claim.state === "leased" && state === "handing-over";
      expect(isHeld || (state === "warm" && claim.state === "pending"), `${where}: ${state}, ${claim.state}`).toBe(
        true,
      );
    });
  });
});

describe("a claim that was released", () => {
  it("stays released when it is asked again", async () => {
    const on = await stage({ pools: [aPool({ fallback: "queue" })] });
    await again(on);
    await releaseClaim(on.ports, CLAIM, {});
    expect(await again(on)).toMatchObject({ isNew: false, claim: { state: "released" } });
  });
});
