import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { templateFrom, templateSpecOf } from "../../../core/model/spec.ts";
import { poolWarnings, templateWarnings, type Warning } from "../../../core/pools/warnings.ts";
import { type PoolFile, poolFile } from "../../../events/requests/pool-file.v1.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { anOrigin, aTarget } from "../../builders.ts";
import { file, TEMPLATE } from "../../events/pool-files.ts";

const SOUND = { verify: { by: "signals", needs: ["clock"] } };
const LINUX = { ...SOUND, os: "linux" };

/** What is said of a file, each of its pools kept by a template of the file's own. */
const warningsOf = ({ templates, pools }: PoolFile): readonly Warning[] => [
  ...templates.flatMap(templateWarnings),
  ...pools.flatMap((pool) => {
    const entry = templates.find(({ name }) => name === pool.template)!;
    return poolWarnings(pool, templateSpecOf(templateFrom(entry, undefined, anOrigin())!));
  }),
];
const said = (changes: Parameters<typeof file>[0]) =>
  warningsOf(poolFile.parse(file({ ...changes, template: { ...SOUND, ...changes?.template } })));

/** File, field, value, what is said, what to do. */
const ODD: readonly (readonly [string, Parameters<typeof file>[0], string, unknown, string, string])[] = [
  [
    "evidence of a claim's instance that EC2 gives alone",
    { template: { verify: { by: "ec2-state" } } },
    "templates.win.verify.by",
    "ec2-state",
    "but ready is by signals: after days of rest a claim gets the instance as soon as EC2 says running",
    "say verify: { by: signals, needs: [clock] }",
  ],
  [
    "Windows that is ready as soon as EC2 says running",
    { template: { ready: { by: "ec2-state" } }, pool: { target: aTarget({ running: 1 }) } },
    "templates.win.ready.by",
    "ec2-state",
    "but EC2 says running minutes before the first boot of Windows is over",
    "say ready: { by: signals, needs: [agent] }",
  ],
  [
    "an instance profile by its ARN",
    { template: { instanceProfile: "arn:aws-cn:iam::111122223333:instance-profile/teams/build" } },
    "templates.win.instanceProfile",
    "arn:aws-cn:iam::111122223333:instance-profile/teams/build",
    "and is kept as its name, build",
    "name it build",
  ],
  [
    "settings for an agent of the image's own",
    { template: { ...LINUX, userData: '{"ignition":{"version":"3.4.0"}}' } },
    "templates.win.userData",
    "JSON",
    "and cloud-init ignores it: an agent of the image's own must read it",
    "use an image with such an agent, or write it for cloud-init",
  ],
  [
    "a script for cloudbase-init",
    { template: { userData: "#ps1\nWrite-Host secret\n" } },
    "templates.win.userData",
    "#ps1",
    "and cloudbase-init alone reads it, and AWS's own images do not have that",
    "use an image with such an agent, or write it for EC2Launch",
  ],
  [
    "a type that is named twice",
    { template: { types: ["m7i.large", "m6i.large", "m7i.large"] } },
    "templates.win.types.2",
    "m7i.large",
    "which is named before: that counts",
    "take it away",
  ],
  [
    "a type of another convention",
    { template: { types: ["quantum.large"] } },
    "templates.win.types.0",
    "quantum.large",
    "whose name says no architecture by the rules of EC2",
    "see to it yourself",
  ],
  [
    "a subnet in a region without an image",
    { template: { subnets: { "eu-west-1a": "subnet-0a1b2c3d", "eu-wset-1b": "subnet-0a1b2c3e" } } },
    "templates.win.subnets.eu-wset-1b",
    "subnet-0a1b2c3e",
    "but the template has no image in eu-wset-1: nothing is ever launched there",
    "correct the zone, or add eu-wset-1 under images",
  ],
  [
    "hibernation of a type that nothing is known of",
    { template: { ...LINUX, types: ["m99i.large"] }, pool: { target: aTarget({ hibernated: 2 }) } },
    "pools.build.target.hibernated",
    2,
    "but whether EC2 hibernates m99i.large is not known here, and was not checked",
    "ask EC2: aws ec2 describe-instance-types --instance-types m99i.large",
  ],
  [
    "a money ceiling that pays for some of the targets",
    {
      template: { usdPerHour: { running: 0.1, stopped: 0.01 } },
      pool: { target: aTarget({ stopped: 5 }), max: { instances: 5, usdPerHour: 0.3 } },
    },
    "pools.build.max.usdPerHour",
    0.3,
    "which pays for 3 at 0.1 each, since every one may be handed over and run: of the targets' 5 the rest is never launched",
    "raise it to 0.5, or lower a target",
  ],
  [
    "a deadline that acts before what it waits for is tried again",
    { pool: { deadlines: { preparingSeconds: 30 } } },
    "pools.build.deadlines.preparingSeconds",
    30,
    "whose invocation was lost is retried after 180 s: the deadline acts first",
    "make it 180 or more",
  ],
];

describe("a pool file that may not work as it is meant", () => {
  it.each(ODD)("is warned of %s", (_, changes, field, value, message, fix) => {
    expect(said(changes)).toEqual([
      { field, value, message: expect.stringContaining(message), fix: expect.stringContaining(fix) },
    ]);
  });

  it("is not shown what its boot script holds", () => {
    const warnings = said({ template: { ...LINUX, userData: '{"password":"hunter2"}' } });
    expect(JSON.stringify(warnings)).not.toContain("hunter2");
  });

  it("is shown nothing where there is nothing to report", () => {
    expect(said({})).toEqual([]);
    expect(said({ template: { types: ["m7i.large", "m6i.large"], instanceProfile: "build" } })).toEqual([]);
    expect(said({ pool: { target: aTarget({ hibernated: 1 }) } })).toEqual([]);
    expect(
      said({
        template: { usdPerHour: { running: 0.1, stopped: 0 } },
        pool: { target: aTarget({ stopped: 3 }), max: { instances: 3, usdPerHour: 0.3 } },
      }),
    ).toEqual([]);
  });

  it("is judged by the file's template, whatever its name", () => {
    const template = { ...TEMPLATE, name: "other", verify: { by: "ec2-state" } };
    expect(said({ templates: [template], pools: [] }).map(({ field }) => field)).toEqual(["templates.other.verify.by"]);
  });
});

describe("the files that the documentation shows", () => {
  const examples = readdirSync("docs/examples")
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => [name, parse(readFileSync(`docs/examples/${name}`, "utf8"))] as const);

  it("are there", () => expect(examples.length).toBeGreaterThan(0));

  /** The demonstration's are short on purpose: a play of a day shows what becomes of what is stuck. */
  it.each([...examples, ["the demonstration's", DEMO_POOLS] as const])(
    "give no complaint, and no warning but of short deadlines: %s",
    (_, value) => {
      const read = poolFile.safeParse(value);
      expect(read.error?.issues ?? []).toEqual([]);
      expect(warningsOf(read.data!).filter(({ field }) => !field.includes(".deadlines."))).toEqual([]);
    },
  );
});
