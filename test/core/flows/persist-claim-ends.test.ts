import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { persistEveryClaim } from "../../../core/flows/persist-every-claim.ts";
import { releaseClaim } from "../../../core/flows/release-claim.ts";
import type { Claim } from "../../../core/model/claim.ts";
import { PERSISTENT_LOOK_MS } from "../../../core/model/persistent-limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import { aPool, inState } from "../../builders.ts";
import { every, FIRST, gone, kept, live, persist, REQUEST, SECOND, THIRD, warned } from "./persisting.ts";
import { cutEverywhere, stage } from "./stage.ts";

describe("a persistent claim that is released", () => {
  it("is over by any of its claims, dies anywhere, and leaves nothing that lives", async () => {
    for (const [scenario, happens] of [
      ["lost", gone],
      ["warned", warned],
    ] as const) {
      const cuts = await cutEverywhere(
        async () => {
          const on = await kept();
          await happens(on, FIRST);
          await persist(on);
          return on;
        },
        (on) => releaseClaim(on.ports, FIRST, {}),
        async (on, where) => {
          await releaseClaim(on.ports, FIRST, {});
          await persist(on);
          await persist(on, SECOND);
          expect(await live(on), `${scenario} ${where}`).toEqual([]);
        },
      );
      expect(cuts).toBeGreaterThan(10);
    }
  });

  it("is over though it is released at any moment of the making of its next claim", async () => {
    for (const call of [
      "records.commit",
      "claims.find",
      "instances.find",
      "instances.listByState",
      "actions.enqueue",
    ]) {
      const on = await kept();
      await gone(on, FIRST);
      on.before(call, () => releaseClaim(on.ports, FIRST, {}));
      await persist(on);
      await persist(on);
      expect(await live(on), call).toEqual([]);
      on.clock.at += HOUR_MS;
      await persist(on);
      expect(await live(on), call).toEqual([]);
    }
  });

  it("stays over when it is asked for again, until it is forgotten", async () => {
    const on = await kept();
    await releaseClaim(on.ports, FIRST, {});
    await persist(on);
    await claimInstance(on.ports, REQUEST);
    expect(await live(on)).toEqual([]);
  });
});

describe("a persistent claim that cannot be met", () => {
  it("is asked for again after a delay, by a message or by the tick", async () => {
    const on = await kept(1, aPool({ fallback: "queue" }));
    await gone(on, FIRST);
    await persist(on);
    const waits = await on.claim(SECOND);
    expect(waits.state).toBe("pending");
    const end = (claim: Claim): Claim => ({
      ...claim,
      state: "refused",
      endedAt: on.clock.at,
      version: claim.version + 1,
    });
    await on.ports.records.commit({ claim: end(waits) });
    await persist(on);
    await on.ports.records.commit({ claim: end(await on.claim(THIRD)) });
    on.takeKeeps();
    expect(await persist(on)).toEqual({ kind: "waiting" });
    expect(on.queued.map(({ at }) => at)).toContain(on.clock.at + MINUTE_MS);
    expect(await every(on)).toHaveLength(3);
    on.clock.at += MINUTE_MS;
    expect(await persist(on)).toEqual({ kind: "claimed" });
  });
});

describe("the tick", () => {
  it("has each pool's persistent claims looked after once in eleven minutes, whatever its period", async () => {
    const on = await kept();
    const asked: string[] = [];
    for (let passed = 0; passed < 2 * PERSISTENT_LOOK_MS; passed += MINUTE_MS) {
      on.takeActions();
      await persistEveryClaim(on.ports);
      asked.push(...on.takeKeeps().map(({ claim }) => `${claim} ${iso(on.clock.at).slice(14, 16)}`));
      on.clock.at += MINUTE_MS;
    }
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map((line) => line.slice(0, 26)))).toEqual(new Set([FIRST]));
  });

  it("has none looked after that is over", async () => {
    const on = await kept();
    await releaseClaim(on.ports, FIRST, {});
    for (let minutes = 0; minutes < 11; minutes += 1) {
      on.takeActions();
      await persistEveryClaim(on.ports);
      expect(on.takeKeeps()).toEqual([]);
      on.clock.at += MINUTE_MS;
    }
  });
});

it("a claim that is not persistent is left alone", async () => {
  const on = await stage({ instances: [inState("warm")] });
  const { persistent: _, ...plain } = REQUEST;
  await claimInstance(on.ports, plain);
  expect(await persist(on)).toEqual({ kind: "dropped" });
  expect(await persist(on, SECOND)).toEqual({ kind: "dropped" });
});
