import { describe, expect, it } from "vitest";
import { memorySeals } from "../../../adapters/memory/seals.ts";
import { performAction } from "../../../core/flows/perform-action.ts";
import { INTENT_AGE_MAX_MS } from "../../../core/model/limits.ts";
import { aLedger, anIntent, anUnavailable, aTemplate, EPOCH, IMAGE, instanceNo, POOL, REGION } from "../../builders.ts";
import { IMPOSSIBLE, NO_CAPACITY } from "./ec2.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

const intent = anIntent({ count: 3 });
const action = { do: "launch", pool: POOL, token: intent.token, cause: "plan:win-build:1" } as const;

/** A pool with one launch that is intended and not yet asked of EC2. */
const intended = async (): Promise<Stage> => {
  const on = await stage();
  await on.ports.ledgers.save(aLedger(), { added: [intent], dropped: [] });
  return on;
};
const stockOf = async (on: Stage) => (await on.ports.instances.stock(POOL)).map(({ id, version }) => [id, version]);
const recorded = [101, 102, 103].map((n) => [instanceNo(n), 1]);

describe("a launch", () => {
  it("is asked with its token, place and the plane's own tags, recorded, and then settled", async () => {
    const on = await intended();
    expect(await performAction(on.ports, action)).toBe("asked");
    expect(on.ec2.requests).toEqual([
      {
        intent,
        template: aTemplate(),
        tags: { team: "build", "greenroom:pool": POOL, "greenroom:template": "windows-2022-build@3" },
      },
    ]);
    expect(await stockOf(on)).toEqual(recorded);
    expect(await on.ports.ledgers.intent(POOL, intent.token)).toBeUndefined();
    const last = { name: "launched", from: "none", cause: `plan:${POOL}:1`, reasons: [{ code: "launched" }] };
    expect(await on.instance(instanceNo(101))).toMatchObject({
      state: "launching",
      token: intent.token,
      since: EPOCH,
      last,
    });
    expect(on.calls).not.toContain("instances.find");
  });

  it("is asked no second time once it is settled", async () => {
    const on = await intended();
    await performAction(on.ports, action);
    expect(await performAction(on.ports, action)).toBe("dropped");
    expect(on.ec2.asked).toHaveLength(1);
  });

  it("that a process died in is found again by its token, and each instance is recorded once", async () => {
    const cuts = await cutEverywhere(
      intended,
      (on) => performAction(on.ports, action),
      async (on, where) => {
        await performAction(on.ports, action);
        expect(await stockOf(on), where).toEqual(recorded);
        expect((await on.ports.ledgers.find(POOL)).intents, where).toEqual([]);
        expect([...on.ec2.machines.keys()], where).toEqual(recorded.map(([id]) => id));
      },
    );
    expect(cuts).toBeGreaterThanOrEqual(16);
  });

  it("performed by two workers at once launches and records once", async () => {
    const on = await intended();
    await Promise.all([performAction(on.ports, action), performAction(on.ports, action)]);
    expect(await stockOf(on)).toEqual(recorded);
  });

  it("that brings fewer than asked for is settled: the next plan asks for the rest", async () => {
    const on = await intended();
    on.ec2.missing = 2;
    expect(await performAction(on.ports, action)).toBe("asked");
    expect(await stockOf(on)).toEqual([[instanceNo(101), 1]]);
    expect((await on.ports.ledgers.find(POOL)).intents).toEqual([]);
  });

  it("whose instances already run when EC2 answers prepares them at once", async () => {
    const on = await intended();
    on.ec2.launchedAs = "running";
    await performAction(on.ports, action);
    const seen = { state: "running", at: EPOCH };
    expect(await on.instance(instanceNo(102))).toMatchObject({ state: "preparing", entry: 2, observed: seen });
    expect((await on.instance(instanceNo(102))).last.cause).toBe(`launch:${intent.token}`);
  });

  it.each([
    ["for all pools for want of capacity", NO_CAPACITY, {}],
    ["for its own pool when it can never work", IMPOSSIBLE, { pool: POOL }],
  ] as const)(
    "that EC2 refuses closes its place for a while, %s, and asks for another plan",
    async (_, refusal, whose) => {
      const on = await intended();
      on.ec2.refusals.set("launch", refusal);
      expect(await performAction(on.ports, action)).toBe("refused");
      expect((await on.ports.ledgers.find(POOL)).intents).toEqual([]);
      expect(await on.ports.offerings.recall(REGION)).toEqual([anUnavailable({ ...whose, error: refusal.error })]);
      expect(on.queued.map(({ queue }) => queue)).toEqual(["plans"]);
      expect(on.counted).toEqual([`launch-refused ${POOL} ${refusal.error}`]);
      expect(await stockOf(on)).toEqual([]);
    },
  );

  it("that the plan gave up is not asked any more", async () => {
    const on = await intended();
    on.clock.at += INTENT_AGE_MAX_MS + 1;
    await on.ports.ledgers.save(aLedger({ epoch: 2 }), { added: [], dropped: [intent.token] });
    expect(await performAction(on.ports, action)).toBe("dropped");
    expect(on.ec2.asked).toEqual([]);
  });

  it.each([
    ["template", { templates: [] }],
    ["pool", { pools: [] }],
  ])("without its %s can never work", async (_, given) => {
    const on = await stage(given);
    await on.ports.ledgers.save(aLedger(), { added: [intent], dropped: [] });
    await expect(performAction(on.ports, action)).rejects.toMatchObject({
      ...{ fate: "terminal", code: "NoTemplate" },
      message: expect.stringContaining(POOL),
    });
  });

  it("of an image says so, whatever the region's image is by now", async () => {
    const on = await intended();
    await performAction(on.ports, action);
    expect((await on.instance(instanceNo(101))).generation).toBe(`windows-2022-build@3/${IMAGE}`);
  });
});

describe("a launch by launch token", () => {
  const template = aTemplate({ identity: "launch-token" });
  const intends = async (): Promise<Stage> => {
    const on = await stage({ templates: [template] });
    await on.ports.ledgers.save(aLedger(), { added: [{ ...intent, count: 1 }], dropped: [] });
    return on;
  };

  it("brings the seal of its token, and its instance is known to speak by one", async () => {
    const on = await intends();
    expect(await performAction(on.ports, action)).toBe("asked");
    const seal = await on.ports.seals.make(intent.token);
    expect(on.ec2.requests).toMatchObject([{ seal }]);
    const instance = await on.instance(instanceNo(101));
    expect(instance.terms.identity).toBe("launch-token");
    expect(JSON.stringify([on.written, on.published])).not.toContain(seal);
  });

  it("is asked of nobody without a key, and the message is given up: the deployment is at fault", async () => {
    const on = await intends();
    const keyless = { ...on.ports, seals: memorySeals() };
    await expect(performAction(keyless, action)).rejects.toMatchObject({ fate: "terminal", code: "NoLaunchKey" });
    expect(on.ec2.requests).toEqual([]);
  });
});
