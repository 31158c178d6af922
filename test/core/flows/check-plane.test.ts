import { describe, expect, it } from "vitest";
import { memoryFeeds } from "../../../adapters/memory/feeds.ts";
import { askTrials } from "../../../core/flows/ask-trials.ts";
import { checkPlane } from "../../../core/flows/check-plane.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { aPool, inState, instanceNo, POOL, REGION } from "../../builders.ts";
import { stage } from "./stage.ts";

describe("a checkup", () => {
  it("reports what cannot be looked at that it cannot, and hides nothing else by it", async () => {
    const on = await stage();
    const refused = new PortError("retry-after", "AccessDeniedException", "eventbridge: no");
    const depth = { waiting: 0, underWay: 0, later: 0 };
    const feeds = {
      ...memoryFeeds({ rules: () => [], depths: () => ({ wake: depth }) }),
      rules: () => Promise.reject(refused),
    };
    const { checks } = await checkPlane({ ...on.ports, feeds });
    expect(checks.filter(({ kind }) => kind === "rule" || kind === "queue")).toMatchObject([
      {
        kind: "rule",
        of: "all",
        outcome: "unknown",
        found: { code: "AccessDeniedException" },
        fix: expect.any(String),
      },
      { kind: "queue", of: "wake", outcome: "ok" },
    ]);
  });

  it("does not take our own mistakes for something outside", async () => {
    const on = await stage();
    const feeds = memoryFeeds({ rules: () => [], depths: () => Object.entries(undefined as never) as never });
    await expect(checkPlane({ ...on.ports, feeds })).rejects.toThrow(TypeError);
  });

  it("looks at every region with pools, and at the permissions of pools that are not torn down", async () => {
    const away = { ...aPool({ id: "win-gone", draining: true }), region: "eu-north-1" };
    const on = await stage({ pools: [aPool(), away] });
    const { checks } = await checkPlane(on.ports);
    expect(
      checks
        .filter(({ kind }) => kind === "sweep")
        .map(({ of }) => of)
        .toSorted(),
    ).toEqual(["eu-north-1", REGION]);
    expect(checks.filter(({ kind }) => kind === "permissions").map(({ of }) => of)).toEqual([
      `${POOL} api`,
      `${POOL} perform-action`,
    ]);
  });

  it("changes nothing", async () => {
    const on = await stage({ instances: [inState("warm")] });
    on.written.length = 0;
    await checkPlane(on.ports);
    expect({ written: on.written, queued: on.queued, asked: on.ec2.asked }).toEqual({
      written: [],
      queued: [],
      asked: [],
    });
  });
});

describe("a trial of permissions", () => {
  it("is made by the API of what it does itself, and asked of the function that does the rest", async () => {
    const on = await stage({ instances: [inState("warm")] });
    const { at, pools } = await askTrials(on.ports);
    expect(pools).toEqual([POOL]);
    expect((await on.ports.trials.of(POOL)).map(({ by, tried }) => [by, tried.length])).toEqual([["api", 3]]);
    on.clock.at += SECOND_MS;
    expect(await on.performAll()).toEqual(["asked"]);
    const [, worker] = await on.ports.trials.of(POOL);
    expect(worker).toMatchObject({ by: "perform-action", at: at + SECOND_MS });
    expect(worker?.tried.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "ec2:RunInstances allowed",
      "ec2:StartInstances allowed",
      "ec2:ModifyInstanceAttribute allowed",
      "ec2:CreateTags allowed",
      "ec2:StopInstances allowed",
      "ec2:TerminateInstances allowed",
    ]);
    expect(on.ec2.asked).toEqual([]);
  });

  it("tries what it can of a pool that has no instance yet, or only ones that EC2 may not know", async () => {
    const unsure = [
      inState("launching"),
      inState("retiring", { id: instanceNo(2) }),
      inState("warm", { id: instanceNo(3), suspectSince: 1 }),
    ];
    for (const instances of [[], unsure]) {
      const on = await stage({ instances });
      await askTrials(on.ports);
      await on.performAll();
      const trials = await on.ports.trials.of(POOL);
      expect(trials.map(({ by, tried }) => [by, tried.length])).toEqual([
        ["api", 0],
        ["perform-action", 1],
      ]);
    }
  });

  it("is not made of pools that are torn down, and dropped of one that nobody has", async () => {
    const on = await stage({ pools: [aPool({ draining: true })] });
    expect(await askTrials(on.ports)).toMatchObject({ pools: [] });
    await on.ports.actions.enqueue([{ do: "dry-run", pool: "nobody", cause: "checkup:1" }]);
    expect(await on.performAll()).toEqual(["dropped"]);
  });
});
