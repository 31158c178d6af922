import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { releaseClaim } from "../../../core/flows/release-claim.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import { inState, instanceNo, POOL } from "../../builders.ts";
import { every, FIRST, gone, kept, live, persist, REQUEST, SECOND, settle, THIRD, warned } from "./persisting.ts";
import { cutEverywhere, stage } from "./stage.ts";

describe("a persistent claim whose instance is lost", () => {
  it("is claimed for once more, as it was first, and its first claim says by which", async () => {
    const on = await kept();
    await gone(on, FIRST);
    expect((await on.claim(FIRST)).state).toBe("lost");
    expect(await persist(on)).toEqual({ kind: "claimed" });
    expect(await on.claim(SECOND)).toMatchObject({
      state: "leased",
      request: { ...REQUEST, generation: 2 },
    });
    expect(await on.claim(FIRST)).toMatchObject({ successor: SECOND, persistence: { generation: 2 } });
  });

  it("is claimed for once, however often and from whichever claim it is looked after", async () => {
    const on = await kept();
    await gone(on, FIRST);
    for (const claim of [FIRST, FIRST, SECOND, FIRST]) if (await on.ports.claims.find(claim)) await persist(on, claim);
    expect(await live(on)).toEqual([SECOND]);
    expect(await every(on)).toHaveLength(2);
  });

  it("is claimed for once though its worker dies anywhere", async () => {
    const cuts = await cutEverywhere(
      async () => {
        const on = await kept();
        await gone(on, FIRST);
        return on;
      },
      (on) => persist(on),
      async (on, where) => {
        await persist(on);
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
    expect(await persist(on)).toEqual({ kind: "already" });
    expect(await live(on)).toEqual([]);
  });

  it("brings the next instance what the first one was brought", async () => {
    const on = await stage({ instances: [1, 2].map((n) => inState("warm", { id: instanceNo(n) })) });
    await claimInstance(on.ports, REQUEST, { userData: "#!/bin/sh" });
    await settle(on, FIRST);
    on.clock.at += HOUR_MS;
    await gone(on, FIRST);
    await persist(on);
    expect(await on.ports.handouts.find(SECOND)).toBe("#!/bin/sh");
    await releaseClaim(on.ports, FIRST, {});
    await persist(on);
    for (const id of [FIRST, SECOND]) expect(await on.ports.handouts.find(id)).toBeUndefined();
  });
});

describe("a persistent claim whose instance is to be taken away", () => {
  it("has two instances until the next is delivered, and then the next alone", async () => {
    const on = await kept();
    await warned(on, FIRST);
    expect(await persist(on)).toEqual({ kind: "claimed" });
    expect((await live(on)).toSorted()).toEqual([FIRST, SECOND].toSorted());
    expect(await persist(on)).toEqual({ kind: "already" });
    await settle(on, SECOND);
    await persist(on);
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
      await persist(on);
      await settle(on, after);
      await persist(on);
      on.clock.at += HOUR_MS;
    }
    expect(await live(on)).toEqual([THIRD]);
  });
});
