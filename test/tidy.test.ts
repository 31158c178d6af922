import { describe, expect, it } from "vitest";
import { circleRule } from "./tidy/circles.ts";
import { flowRule, importRule } from "./tidy/imports.ts";

import { namesakeRule } from "./tidy/names.ts";
import { environmentRule, partitionRule, pureRule, syncRule } from "./tidy/purity.ts";
import {
  barrelRule,
  documentedRule,
  finishedRule,
  lengthRule,
  mirrorRule,
  nameRule,
  portRule,
  slowRule,
  typedRule,
} from "./tidy/shape.ts";
import { tierRule } from "./tidy/tiers.ts";
import { type Rule, source, tree } from "./tidy/tree.ts";

type File = readonly [path: string, text: string];
/** What breaks a rule; `others`: only together with these files. */
type Sample = readonly [path: string, text: string, others?: readonly File[]];

/** Each rule with what breaks it. */
const RULES: readonly (readonly [Rule, readonly Sample[]])[] = [
  [
    importRule,
    [
      ["core/planner/plan.ts", 'import { choose } from "../claims/choose.ts";'],
      ["core/planner/plan.ts", 'import type {\n  Ports,\n} from "../ports/ports.ts";'],
      ["core/model/pool.ts", 'import { plan } from "../planner/plan.ts";'],
      ["core/flows/plan-pool.ts", 'import { wiredToApi } from "../../functions/shared/wire/api.ts";'],
      ["core/flows/plan-pool.ts", 'import { readFile } from "node:fs/promises";'],
      ["core/flows/steps/move.ts", 'import { memoryStore } from "../../../adapters/memory/store.ts";'],
      ["events/contract.ts", 'import { iso } from "../core/model/time.ts";'],
      ["adapters/aws/ec2/power.ts", 'import { transition } from "../../../core/lifecycle/transition.ts";'],
      ["adapters/memory/store.ts", 'import { errors } from "../aws/errors.ts";'],
      ["functions/wake.ts", 'import { SQSClient } from "@aws-sdk/client-sqs";'],
      ["functions/wake.ts", 'const { ec2 } = await import("../adapters/aws/ec2/ec2.ts");'],
      ["functions/manifest.ts", 'import { onWake } from "../core/flows/on-wake.ts";'],
      ["functions/shared/manifest/row.ts", 'import { z } from "zod";'],
      ["stacks/app.ts", 'import { routeOf } from "../functions/routes.ts";'],
      ["local/world.ts", 'export { handler } from "../functions/wake.ts";'],
      ["cli/claim.ts", 'import { dynamoStore } from "../adapters/aws/dynamo/store.ts";'],
      ["tools/plan.ts", ""],
    ],
  ],
  [
    circleRule,
    [
      ["core/model/a.ts", 'import { one } from "./a.ts";'],
      [
        "core/model/a.ts",
        'import type { B } from "./b.ts";',
        [
          ["core/model/b.ts", 'import type { C } from "./c.ts";'],
          ["core/model/c.ts", 'import { type A, one } from "./a.ts";'],
          ["core/model/d.ts", 'import type { B } from "./b.ts";'],
        ],
      ],
    ],
  ],
  [
    namesakeRule,
    [
      ["core/a.ts", "export const plan = 1;", [["local/b.ts", "export function plan() {}"]]],
      ["core/a.ts", "export interface Plan {}", [["cli/b.ts", "export type Plan = string;"]]],
      ["core/a.ts", "export async function* follow() {}", [["cli/b.ts", "export abstract class follow {}"]]],
      ["core/a.ts", "export const { plan: made, left } = one;", [["cli/b.ts", "export const [left, right] = two;"]]],
      ["core/a.ts", "export const handler = 1;", [["core/b.ts", "export const handler = 1;"]]],
      ["cli/commands/drain.ts", "export const sweep = 1;", [["core/flows/sweep.ts", "export const sweep = 1;"]]],
    ],
  ],
  [flowRule, [["core/flows/on-wake.ts", 'import { planPool } from "./plan-pool.ts";']]],
  [
    pureRule,
    [
      ["core/planner/plan.ts", "const now = Date.now();"],
      ["core/flows/on-wake.ts", "const now = new Date();"],
      ["core/flows/on-wake.ts", "setTimeout(again, 10);"],
      ["core/model/ids.ts", "const id = Math.random();"],
      ["core/model/limits.ts", "export const MAX = Number(process.env.MAX);"],
    ],
  ],
  [
    syncRule,
    [
      ["core/planner/plan.ts", "export async function plan() {}"],
      ["core/claims/choose.ts", "export const choose = (): Promise<void> => wait();"],
    ],
  ],
  [
    environmentRule,
    [
      ["functions/wake.ts", "const table = process.env.TABLE;"],
      ["adapters/aws/clock.ts", "const zone = process.env.TZ;"],
    ],
  ],
  [
    partitionRule,
    [
      ["stacks/roles.ts", 'const policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";'],
      ["core/model/ids.ts", "const arn = `arn:aws:sns:eu-west-1:111122223333:notices`;"],
    ],
  ],
  [lengthRule, [["core/planner/plan.ts", "plan();\n".repeat(251)]]],
  [
    nameRule,
    [
      ["core/utils.ts", ""],
      ["core/helpers/plan.ts", ""],
      ["adapters/aws/types.ts", ""],
      ["local/time-utils.ts", ""],
    ],
  ],
  [
    barrelRule,
    [
      ["core/index.ts", 'export * from "./plan.ts";\n'],
      [
        "core/planner/all.ts",
        '/** All. */\nexport {\n  plan,\n} from "./plan.ts";\nexport type { Plan } from "./snapshot.ts";\n',
      ],
    ],
  ],
  [
    typedRule,
    [
      ["core/a.ts", "const a: any = 1;"],
      ["core/a.ts", "const a = b as any;"],
      ["core/a.ts", "const a: Record<string, any> = {};"],
      ["core/a.ts", "// @ts-ignore\nconst a = 1;"],
      ["core/a.ts", "// biome-ignore lint: because\nconst a = 1;"],
    ],
  ],
  [
    finishedRule,
    [
      ["test/a.test.ts", 'it.skip("counts", () => {});'],
      ["test/a.test.ts", 'describe.only("counting", () => {});'],
      ["core/a.ts", "// TODO: count"],
    ],
  ],
  [
    slowRule,
    [
      ["test/local/play.test.ts", "vi.setConfig({ testTimeout: 120_000 });"],
      ["test/local/play.test.ts", "vi.setConfig({ hookTimeout: 120_000 });"],
      ["test/local/play.test.ts", 'test("plays", { timeout: 120_000 }, async () => {});'],
      ["test/local/play.test.ts", "it(name, async () => {\n  await play();\n}, 120_000);"],
      ["test/local/play.test.ts", "beforeAll(async () => {\n  await play();\n}, PATIENCE_MS);"],
    ],
  ],
  [
    documentedRule,
    [
      ["core/a.ts", `export function a() {\n${"  b();\n\n".repeat(4)}}\n`],
      ["functions/a.ts", `export const a = () =>\n  b({\n${"    c,\n".repeat(4)}  });\n`],
      ["adapters/a.ts", `export interface A {\n${"  readonly b: string;\n".repeat(5)}}\n`],
    ],
  ],
  [
    portRule,
    [
      [
        "core/ports/a.ts",
        `export interface A {\n${["b", "c", "d", "e", "f", "g"].map((name) => `  ${name}(): void;\n`).join("")}}\n`,
      ],
    ],
  ],
  [
    tierRule,
    [
      ["core/planner/plan.ts", 'const costs = tier === "running";'],
      ["cli/commands/pools.ts", "const all = target.running + target.hibernated;"],
      ["events/notices/a.ts", "const target = { running: size, hibernated: size };"],
      ["core/model/pool.ts", 'export const ALL = ["running", "hibernated"] as const;'],
    ],
  ],
  [mirrorRule, [["core/forecast/smooth.ts", "export const smooth = 1;"]]],
];

/** What looks like a breach and is none. */
const INNOCENT: readonly (readonly [path: string, text: string])[] = [
  ["core/model/time.ts", "export const iso = (at: number): string => new Date(at).toISOString();"],
  [
    "core/model/claim.ts",
    '// Date.now, any and process.env are not for the core.\nexport const WHY = "not any: await Date.now()";',
  ],
  ["core/flows/plan-pool.ts", 'import { plan } from "../planner/plan.ts";\nimport { move } from "./steps/move.ts";\n'],
  [
    "core/planner/retire.ts",
    'import { plan } from "./plan.ts";\nimport type { PoolFile } from "../../events/requests/pool-file.v1.ts";\n',
  ],
  ["core/ports/store.ts", `/** A store. */\nexport interface Store {\n${"  readonly find: Find;\n".repeat(9)}}\n`],
  [
    "functions/shared/wire/environment.ts",
    'import { ec2 } from "../../../adapters/aws/ec2/ec2.ts";\nconst { REGION } = process.env;\nexport { REGION };\n',
  ],
  [
    "functions/api/caller.ts",
    "/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */\nconst ROLE = /^arn:[^:]+:sts:/;",
  ],
  ["test/local/play.slow.test.ts", "vi.setConfig({ testTimeout: 120_000 });"],
  ["core/lifecycle/guards.ts", 'const runs = instance.observed.state === "running";'],
  ["local/instance-types.ts", 'export const types = ["m7i.large"];'],
];

const TREE = tree(process.cwd());

describe("the tree", () => {
  it("is all there to look at", () => expect(TREE.length).toBeGreaterThan(100));

  it.each(RULES.map(([rule]) => rule))("keeps the rule: $name", ({ check }) => expect(check(TREE)).toEqual([]));
});

/** The same, with no others where a sample has none. */
const whole = ([path, text, others = []]: Sample) => [path, text, others] as const;

describe.each(RULES.map(([rule, samples]) => ({ ...rule, samples: samples.map(whole) })))(
  "the rule: $name",
  ({ check, samples }) => {
    it.each(samples)("is broken by %s: %.60s", (path, text, others) => {
      const files: readonly File[] = [[path, text], ...others];
      const complaints = check(files.map((file) => source(...file)));
      expect(complaints).toHaveLength(1);
      expect(complaints[0], "a sentence that names the file and says what to do").toMatch(/^\S+ .+: .+\.$/);
      expect(complaints[0]).toContain(path.split("/", 2).join("/"));
    });
  },
);

describe("no rule minds", () => {
  const rules = RULES.map(([rule]) => rule).filter((rule) => rule !== mirrorRule);
  it.each(INNOCENT)("%s: %.60s", (path, text) => {
    expect(rules.flatMap(({ check }) => check([source(path, text)]))).toEqual([]);
  });

  it("names that are read out of a folder, a file at a time", () => {
    const files: readonly File[] = [
      ["functions/wake.ts", "export const handle = 1;\nexport const handler = 1;"],
      ["functions/sweep.ts", "export const handle = 1;\nexport const handler = 1;"],
      ["cli/commands/sweep.ts", "export const sweep = 1;"],
      ["core/flows/sweep.ts", "export function sweep() {}"],
    ];
    expect(namesakeRule.check(files.map((file) => source(...file)))).toEqual([]);
  });
});
