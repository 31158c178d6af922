import { describe, expect, it } from "vitest";
import { idOf } from "../../../core/claims/keep.ts";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { keepEveryWish } from "../../../core/flows/keep-every-wish.ts";
import { releaseClaim } from "../../../core/flows/release-claim.ts";
import { move } from "../../../core/flows/steps/move.ts";
import type { Claim, ClaimRequest } from "../../../core/model/claim.ts";
import { KEPT_LOOK_MS } from "../../../core/model/limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import { handle } from "../../../functions/perform-action.ts";
import { aPool, CALLER, inState, instanceNo, POOL } from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

const REQUEST: ClaimRequest = { caller: CALLER, key: "ci", pool: POOL, keep: true };
const [FIRST, SECOND, THIRD] = [1, 2, 3].map((generation) => idOf(REQUEST, generation)) as [string, string, string];

const keep = (on: Stage, claim = FIRST) =>
  handle(on.ports)({
    id: "an-event",
    at: on.clock.at,
    region: undefined,
    replay: undefined,
    detail: { version: 1, action: { do: "keep", claim, cause: "a test" } },
  });

/** A pool with warm ones, one of them claimed for good and in use for an hour. */
async function kept(warm = 4, pool = aPool()): Promise<Stage> {
  const on = await stage({
    pools: [pool],
    instances: Array.from({ length: warm }, (_, n) => inState("warm", { id: instanceNo(n + 1) })),
  });
  await claimInstance(on.ports, REQUEST);
  await settle(on, FIRST);
  on.clock.at += HOUR_MS;
  return on;
}

/** Its instance runs and has reported all there is to report: whatever is leased is delivered. */
async function settle(on: Stage, id: string): Promise<void> {
  const claim = await on.claim(id);
  if (claim.state !== "leased" || claim.instance === undefined) return;
  const stamp = { at: on.clock.at, cause: "a test" };
  const instance = claim.instance;
  await move(on.ports, instance, () => ({ name: "ec2:running", seenAt: on.clock.at, ...stamp }));
  await move(on.ports, instance, ({ state }) =>
    state === "in-use" ? undefined : { name: "ready", reasons: [], ...stamp },
  );
}

const gone = async (on: Stage, id: string) => {
  const { instance = "" } = await on.claim(id);
  await move(on.ports, instance, () => ({
    name: "ec2:terminated",
    seenAt: on.clock.at,
    at: on.clock.at,
    cause: "event:x",
  }));
};
const warned = async (on: Stage, id: string) => {
  const { instance = "" } = await on.claim(id);
  await move(on.ports, instance, () => ({
    name: "interrupted",
    notice: "spot-terminate",
    at: on.clock.at,
    cause: "event:x",
  }));
};
const every = async (on: Stage): Promise<readonly Claim[]> => on.ports.claims.page(POOL, { limit: 50 });
const live = async (on: Stage) => (await every(on)).filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id);

describe("a wish whose instance is lost", () => {
  it("is claimed for once more, as it was first, and its first claim says by which", async () => {
    const on = await kept();
    await gone(on, FIRST);
    expect((await on.claim(FIRST)).state).toBe("lost");
    expect(await keep(on)).toEqual({ kind: "claimed" });
    expect(await on.claim(SECOND)).toMatchObject({
      state: "leased",
      request: { ...REQUEST, generation: 2 },
    });
    expect(await on.claim(FIRST)).toMatchObject({ successor: SECOND, standing: { generation: 2 } });
  });

  it("is claimed for once, however often and from whichever claim it is looked after", async () => {
    const on = await kept();
    await gone(on, FIRST);
    for (const claim of [FIRST, FIRST, SECOND, FIRST]) if (await on.ports.claims.find(claim)) await keep(on, claim);
    expect(await live(on)).toEqual([SECOND]);
    expect(await every(on)).toHaveLength(2);
  });

  it("is claimed for once though whoever looks after it dies anywhere", async () => {
    const cuts = await cutEverywhere(
      async () => {
        const on = await kept();
        await gone(on, FIRST);
        return on;
      },
      (on) => keep(on),
      async (on, where) => {
        await keep(on);
        await on.performAll();
        expect(await live(on), where).toEqual([SECOND]);
        expect(await on.claim(FIRST), where).toMatchObject({ successor: SECOND });
        const held = (await on.ports.instances.stock(POOL)).filter(({ lease }) => lease !== undefined);
        expect(held, where).toHaveLength(1);
      },
    );
    expect(cuts).toBeGreaterThan(15);
  });

  it("is not claimed for while its pool is torn down", async () => {
    const on = await kept();
    await gone(on, FIRST);
    const pool = await on.ports.pools.find(POOL);
    await on.ports.pools.save({ ...pool!, draining: true, version: pool!.version + 1 });
    expect(await keep(on)).toEqual({ kind: "already" });
    expect(await live(on)).toEqual([]);
  });

  it("brings the next instance what the first one was brought", async () => {
    const on = await stage({ instances: [1, 2].map((n) => inState("warm", { id: instanceNo(n) })) });
    await claimInstance(on.ports, REQUEST, { userData: "#!/bin/sh" });
    await settle(on, FIRST);
    on.clock.at += HOUR_MS;
    await gone(on, FIRST);
    await keep(on);
    expect(await on.ports.handouts.find(SECOND)).toBe("#!/bin/sh");
    await releaseClaim(on.ports, FIRST, {});
    await keep(on);
    for (const id of [FIRST, SECOND]) expect(await on.ports.handouts.find(id)).toBeUndefined();
  });
});

describe("a wish whose instance is to be taken away", () => {
  it("has two instances until the next is delivered, and then the next alone", async () => {
    const on = await kept();
    await warned(on, FIRST);
    expect(await keep(on)).toEqual({ kind: "claimed" });
    expect((await live(on)).toSorted()).toEqual([FIRST, SECOND].toSorted());
    expect(await keep(on)).toEqual({ kind: "already" });
    await settle(on, SECOND);
    await keep(on);
    expect(await live(on)).toEqual([SECOND]);
    const { instance = "" } = await on.claim(FIRST);
    expect((await on.instance(instance)).state).toBe("retiring");
  });

  it("is asked for again when it is warned of once more", async () => {
    const on = await kept();
    for (const [before, after] of [
      [FIRST, SECOND],
      [SECOND, THIRD],
    ] as const) {
      await warned(on, before);
      await keep(on);
      await settle(on, after);
      await keep(on);
      on.clock.at += HOUR_MS;
    }
    expect(await live(on)).toEqual([THIRD]);
  });
});

describe("a wish that is released", () => {
  it("is over by any of its claims, dies anywhere, and leaves nothing that lives", async () => {
    for (const [scenario, happens] of [
      ["lost", gone],
      ["warned", warned],
    ] as const) {
      const cuts = await cutEverywhere(
        async () => {
          const on = await kept();
          await happens(on, FIRST);
          await keep(on);
          return on;
        },
        (on) => releaseClaim(on.ports, FIRST, {}),
        async (on, where) => {
          await releaseClaim(on.ports, FIRST, {});
          await keep(on);
          await keep(on, SECOND);
          expect(await live(on), `${scenario} ${where}`).toEqual([]);
        },
      );
      expect(cuts).toBeGreaterThan(10);
    }
  });

  it("is over though it is released at any moment of the making of its next claim", async () => {
    for (const call of ["records.commit", "claims.find", "instances.find", "instances.drawn", "actions.enqueue"]) {
      const on = await kept();
      await gone(on, FIRST);
      on.before(call, () => releaseClaim(on.ports, FIRST, {}));
      await keep(on);
      await keep(on);
      expect(await live(on), call).toEqual([]);
      on.clock.at += HOUR_MS;
      await keep(on);
      expect(await live(on), call).toEqual([]);
    }
  });

  it("stays over when it is asked for again, until it is forgotten", async () => {
    const on = await kept();
    await releaseClaim(on.ports, FIRST, {});
    await keep(on);
    await claimInstance(on.ports, REQUEST);
    expect(await live(on)).toEqual([]);
  });
});

describe("a wish that cannot be met", () => {
  it("is asked for again after a delay, by a message or by the tick", async () => {
    const on = await kept(1, aPool({ fallback: "queue" }));
    await gone(on, FIRST);
    await keep(on);
    const waits = await on.claim(SECOND);
    expect(waits.state).toBe("pending");
    const end = (claim: Claim): Claim => ({
      ...claim,
      state: "refused",
      endedAt: on.clock.at,
      version: claim.version + 1,
    });
    await on.ports.records.commit({ claim: end(waits) });
    await keep(on);
    await on.ports.records.commit({ claim: end(await on.claim(THIRD)) });
    on.takeKeeps();
    expect(await keep(on)).toEqual({ kind: "waiting" });
    expect(on.queued.map(({ at }) => at)).toContain(on.clock.at + MINUTE_MS);
    expect(await every(on)).toHaveLength(3);
    on.clock.at += MINUTE_MS;
    expect(await keep(on)).toEqual({ kind: "claimed" });
  });
});

describe("the tick", () => {
  it("has each pool's wishes looked after once in ten minutes", async () => {
    const on = await kept();
    const asked: string[] = [];
    for (let passed = 0; passed < 2 * KEPT_LOOK_MS; passed += MINUTE_MS) {
      on.takeActions();
      await keepEveryWish(on.ports);
      asked.push(...on.takeKeeps().map(({ claim }) => `${claim} ${iso(on.clock.at).slice(14, 16)}`));
      on.clock.at += MINUTE_MS;
    }
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map((line) => line.slice(0, 26)))).toEqual(new Set([FIRST]));
  });

  it("has none looked after that is over", async () => {
    const on = await kept();
    await releaseClaim(on.ports, FIRST, {});
    for (let minutes = 0; minutes < 10; minutes += 1) {
      on.takeActions();
      await keepEveryWish(on.ports);
      expect(on.takeKeeps()).toEqual([]);
      on.clock.at += MINUTE_MS;
    }
  });
});

it("what is no wish is left alone", async () => {
  const on = await stage({ instances: [inState("warm")] });
  const { keep: _, ...plain } = REQUEST;
  await claimInstance(on.ports, plain);
  expect(await keep(on)).toEqual({ kind: "dropped" });
  expect(await keep(on, SECOND)).toEqual({ kind: "dropped" });
});
