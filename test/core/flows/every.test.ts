import { describe, expect, it } from "vitest";
import { persistEveryClaim } from "../../../core/flows/persist-every-claim.ts";
import { planEveryPool } from "../../../core/flows/plan-every-pool.ts";
import { sweepEveryRegion } from "../../../core/flows/sweep-every-region.ts";
import { PERSISTENT_LOOK_MS } from "../../../core/model/persistent-limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { aPool, EPOCH } from "../../builders.ts";
import { stage } from "./stage.ts";

const AWAY = new Error("away");
const regions = ["eu-central-1", "eu-west-1"] as const;
const set = () => stage({ pools: regions.map((region, n) => aPool({ id: `pool-${n}`, region })) });

describe("of every pool or region, one that fails keeps no other from its turn", () => {
  it("when plans are asked for", async () => {
    const on = await set();
    on.before("planRequests.request", () => Promise.reject(AWAY));
    await expect(planEveryPool(on.ports)).rejects.toThrow(AWAY);
    expect(on.queued).toHaveLength(1);
  });

  it("when sweeps begin", async () => {
    const on = await set();
    on.before("sweeps.latest", () => Promise.reject(AWAY));
    await expect(sweepEveryRegion(on.ports)).rejects.toThrow(AWAY);
    expect(on.queued.map(({ text }) => JSON.parse(text).detail.sweep)).toEqual([expect.stringMatching(/^eu-west-1:/)]);
  });

  it("when persistent claims are looked after", async () => {
    const on = await set();
    const asked: string[] = [];
    const persistent = async (pool: string) => {
      asked.push(pool);
      throw AWAY;
    };
    const ports = { ...on.ports, claims: { ...on.ports.claims, persistent } };
    for (let at = EPOCH; at < EPOCH + PERSISTENT_LOOK_MS; at += MINUTE_MS) {
      on.clock.at = at;
      await persistEveryClaim(ports).catch((error: unknown) => expect(error).toBe(AWAY));
    }
    expect(asked.toSorted()).toEqual(["pool-0", "pool-1"]);
  });
});
