import { describe, expect, it } from "vitest";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { TIERS } from "../../events/tiers.ts";
import { aTarget } from "../builders.ts";
import { file, many, POOL, TEMPLATE, told } from "./pool-files.ts";

describe("a pool file that can work", () => {
  it.each<[string, Parameters<typeof file>[0]]>([
    ["as small as can be", {}],
    ["without templates of its own", { templates: undefined }],
    ["without pools", { pools: [] }],
    [
      "of the oldest ids",
      { template: { images: { "eu-west-1": "ami-0a1b2c3d" }, subnets: { "eu-west-1a": "subnet-0a1b2c3d" } } },
    ],
    ["of nothing to keep", { pool: { target: {}, max: { instances: 0 } } }],
    ["of as much as the pool may hold", { pool: { target: aTarget({ running: 2, hibernated: 1, stopped: 2 }) } }],
    [
      "with money it knows the price of",
      { template: { usdPerHour: { running: 0.1, stopped: 0 } }, pool: { max: { instances: 5, usdPerHour: 1 } } },
    ],
    ["that stops itself", { template: { ready: { by: "self-stop" } } }],
    ["of Spot instances", { template: { market: "spot" } }],
    ["with a clock without a bound", { template: { ready: { by: "signals", needs: ["clock"] } } }],
    [
      "of a template in several regions",
      { template: { subnets: { "us-east-1a": "subnet-0bbb0000000000002", "eu-west-1a": "subnet-0aaa0000000000001" } } },
    ],
  ])("%s has no problem", (_, changes) => {
    expect(told(file(changes))).toEqual([]);
  });

  it("is read with every default", () => {
    expect(poolFile.parse(file())).toEqual({
      version: 1,
      templates: [
        {
          ...TEMPLATE,
          securityGroups: [],
          market: "on-demand",
          tags: {},
          verify: { by: "ec2-state" },
          scrub: { by: "ec2-state" },
        },
      ],
      pools: [
        {
          ...POOL,
          target: aTarget({ stopped: 2 }),
          fallback: "launch",
          onRelease: "retire",
          maxUses: 1_000,
          maxAgeSeconds: 2_592_000,
          scaleInDelaySeconds: 300,
          claimWaitSeconds: 900,
          quarantineMax: 3,
          alerts: { minWarm: 1 },
          orphans: "adopt",
          deadlines: {
            launchingSeconds: 300,
            preparingSeconds: 1_800,
            parkingSeconds: 600,
            handingOverSeconds: 600,
            returningSeconds: 900,
            quarantinedSeconds: 3_600,
            retiringSeconds: 600,
          },
        },
      ],
    });
  });
});

describe("a size", () => {
  it.each([
    [-1, "must be at least 0"],
    [1.5, "must be a whole number"],
    [10_001, "must be at most 10000"],
    [Number.NaN, "must be a number"],
    ["4", "must be a number"],
    [null, "must be a number"],
  ])("of %j is refused: %s", (size, message) => {
    for (const tier of TIERS)
      expect(told(file({ pool: { target: { [tier]: size }, max: { instances: 10_000 } } }))).toContainEqual([
        `pools.0.target.${tier}`,
        message,
      ]);
    expect(told(file({ pool: { target: {}, max: { instances: size } } }))).toContainEqual([
      "pools.0.max.instances",
      message,
    ]);
  });

  it("that adds up to more than the pool may hold is refused with the sum", () => {
    expect(told(file({ pool: { target: aTarget({ running: 2, hibernated: 2, stopped: 2 }) } }))).toEqual([
      ["pools.0.max.instances", "the targets add up to 6: raise it to that, or lower a target"],
    ]);
  });
});

describe("a time or number of a pool", () => {
  /** Field, least, most. */
  it.each([
    ["maxUses", 1, 10_000],
    ["maxAgeSeconds", 3_600, 31_536_000],
    ["scaleInDelaySeconds", 0, 86_400],
    ["claimWaitSeconds", 1, 86_400],
    ["quarantineMax", 0, 100],
  ])("%s is from %i to %i", (field, least, most) => {
    const at = (value: number) => told(file({ pool: { [field]: value } }));
    expect([...at(least), ...at(most)]).toEqual([]);
    expect(at(least - 1)).toEqual([[`pools.0.${field}`, `must be at least ${least}`]]);
    expect(at(most + 1)).toEqual([[`pools.0.${field}`, `must be at most ${most}`]]);
  });

  it.each([
    ["launchingSeconds", 30, 3_600],
    ["preparingSeconds", 30, 14_400],
    ["parkingSeconds", 30, 3_600],
    ["handingOverSeconds", 30, 3_600],
    ["returningSeconds", 30, 14_400],
    ["quarantinedSeconds", 60, 604_800],
    ["retiringSeconds", 60, 3_600],
  ])("deadlines.%s is from %i to %i", (field, least, most) => {
    const at = (value: number) => told(file({ pool: { deadlines: { [field]: value } } }));
    expect([...at(least), ...at(most)]).toEqual([]);
    expect(at(least - 1)).toEqual([[`pools.0.deadlines.${field}`, `must be at least ${least}`]]);
    expect(at(most + 1)).toEqual([[`pools.0.deadlines.${field}`, `must be at most ${most}`]]);
  });

  it.each([0, -1])("a ceiling of %d USD is refused", (usdPerHour) => {
    const priced = { usdPerHour: { running: 1, stopped: 0 } };
    expect(told(file({ template: priced, pool: { max: { instances: 5, usdPerHour } } }))).toEqual([
      ["pools.0.max.usdPerHour", "must be more than 0"],
    ]);
  });
});

describe("names", () => {
  it.each(["", "1build", "Build", "a b", "a/b", `a${"b".repeat(39)}`, 7])("such as %j are refused", (name) => {
    expect(told(file({ pool: { id: name } })).map(([field]) => field)).toEqual(["pools.0.id"]);
    expect(told(file({ template: { name }, pools: [] })).map(([field]) => field)).toEqual(["templates.0.name"]);
  });

  it("that occur twice are reported at the second", () => {
    const value = file({ templates: [TEMPLATE, TEMPLATE], pools: [POOL, { ...POOL, id: "other" }, POOL] });
    expect(told(value)).toEqual([
      ["templates.1.name", "another template has this name"],
      ["pools.2.id", "another pool has this id"],
    ]);
  });

  it("that nobody knows are reported with those there are", () => {
    expect(told(file({ pool: { fallbak: "queue" } }))).toEqual([["pools.0", expect.stringContaining("fallback")]]);
    expect(told(file({ polls: [] }))).toEqual([["(body)", expect.stringContaining("pools")]]);
  });
});

describe("a file", () => {
  it.each([
    ["too many pools", { pools: many(101, (n) => ({ ...POOL, id: `p${n}` })) }, "pools"],
    [
      "too many templates",
      { templates: many(101, (n) => ({ ...TEMPLATE, name: n === 0 ? "win" : `t${n}` })) },
      "templates",
    ],
    ["no version", { version: undefined }, "version"],
    ["another version", { version: 2 }, "version"],
    ["no pools", { pools: undefined }, "pools"],
  ])("with %s is refused there", (_, changes, field) => {
    expect(told(file(changes)).map(([at]) => at)).toEqual([field]);
  });

  it.each([null, 7, "pools", []])("that is %j is none", (value) => {
    expect(told(value)).toHaveLength(1);
  });
});
