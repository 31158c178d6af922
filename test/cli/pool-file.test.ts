import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { commandFailureText } from "../../cli/errors.ts";
import { readPoolFile } from "../../cli/pool-file.ts";
import { REQUEST_BYTES_MAX } from "../../core/model/limits.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";

const GOOD = `version: 1
templates:
  - name: win
    os: windows
    images: { eu-west-1: ami-0a1b2c3d4e5f60718 }
    types: [m7i.large]
    subnets: { eu-west-1a: subnet-0aaa0000000000001 }
    ready: { by: signals, needs: [sysprep, clock], maxClockOffsetMs: 1000 }
pools:
  - id: build
    template: win
    region: eu-west-1
    target: { stopped: 2 }
    max: { instances: 5 }
`;

/** What a file's author is shown. */
const printed = (text: string): string => {
  const read = readPoolFile(text, "pools.yaml");
  return read.kind === "failed" ? commandFailureText(read.failure) : "good";
};

/** The good file with one thing changed. */
const instead = (from: string | RegExp, to: string): string => {
  const text = GOOD.replace(from, to);
  if (text === GOOD) throw new Error(`the good file has no ${from}`);
  return text;
};

describe("a pool file", () => {
  it("is read with its defaults", () => {
    const read = readPoolFile(GOOD, "pools.yaml");
    expect(read).toMatchObject({
      kind: "file",
      file: { pools: [{ id: "build", target: { running: 0, stopped: 2 } }] },
    });
  });

  it("may be JSON", () => {
    expect(printed(JSON.stringify(parse(GOOD), null, "\t"))).toBe("good");
  });

  it.each([
    {
      name: "malformed YAML",
      text: "version: 1\npools:\n  - id: a\n template: b\n",
      problem: "text (line 4): All mapping items must start at the same column",
    },
    {
      name: "malformed JSON",
      text: '{\n  "version": 1,\n  "pools": [ {\n}',
      problem: "text (line 4): Flow sequence in block collection must be sufficiently indented and end with a ]",
    },
    {
      name: "one key twice",
      text: instead("    region: eu-west-1\n", "    region: eu-west-1\n    id: other\n"),
      problem: "text (line 13): Map keys must be unique",
    },
  ])("that is $name is refused with its line", ({ text, problem }) => {
    expect(printed(text)).toMatch(/^greenroom: pools\.yaml is neither YAML nor JSON\n/);
    expect(printed(text)).toContain(`\n  ${problem}`);
  });

  it.each([
    ["nothing", "", "file is null: must be a mapping of fields"],
    ["a version we do not have", instead("version: 1", "version: 2"), "version (line 1) is 2: must be 1"],
    [
      "text for a number",
      instead("stopped: 2", 'stopped: "2"'),
      'pools.0.target.stopped (line 13) is "2": must be a number',
    ],
    [
      "a negative size",
      instead("stopped: 2", "stopped: -2"),
      "pools.0.target.stopped (line 13) is -2: must be at least 0",
    ],
    [
      "half an instance",
      instead("stopped: 2", "stopped: 1.5"),
      "pools.0.target.stopped (line 13) is 1.5: must be a whole number",
    ],
    [
      "an absurd size",
      instead("instances: 5", "instances: 1e9"),
      "pools.0.max.instances (line 14) is 1000000000: must be at most 10000",
    ],
    [
      "more wanted than allowed",
      instead("instances: 5", "instances: 1"),
      "pools.0.max.instances (line 14) is 1: the targets add up to 2: raise it to that, or lower a target",
    ],
    [
      "a missing field",
      instead("    region: eu-west-1\n", ""),
      "pools.0.region (line 10): is missing; it must be text",
    ],
    [
      "a field there is not",
      instead("    region", "    regoin: x\n    region"),
      'pools.0.regoin (line 12) is "x": no such field; there are id, template, templateVersion, region, target, max, fallback, onRelease, maxUses, maxAgeSeconds, scaleInDelaySeconds, claimWaitSeconds, quarantineMax, alerts, orphans, allows, forecast, deadlines',
    ],
    [
      "a word that is none of those",
      instead("    region", "    fallback: lunch\n    region"),
      'pools.0.fallback (line 12) is "lunch": must be one of "launch", "queue", "refuse"',
    ],
    [
      "two pools with one id",
      `${GOOD}  - { id: build, template: win, region: eu-west-1, target: {}, max: { instances: 1 } }\n`,
      'pools.1.id (line 15) is "build": another pool has this id',
    ],
    [
      "an id that none may be",
      instead("id: build", "id: Build it"),
      'pools.0.id (line 10) is "Build it": must be lower-case letters, digits and dashes',
    ],
    [
      "readiness by evidence there is not",
      instead("by: signals, needs: [sysprep, clock], maxClockOffsetMs: 1000", "by: magic"),
      'templates.0.ready.by (line 8) is "magic": must be one of "ec2-state", "self-stop", "signals"',
    ],
    [
      "readiness that waits for nothing",
      instead("[sysprep, clock], maxClockOffsetMs: 1000", "[]"),
      "templates.0.ready.needs (line 8) is []: name at least one signal: with none it could never become ready",
    ],
    [
      "readiness by a clock that is never reported",
      instead("[sysprep, clock]", "[sysprep]"),
      "templates.0.ready.maxClockOffsetMs (line 8) is 1000: a clock bound needs the signal 'clock' among needs",
    ],
    [
      "readiness that stops what should run",
      instead(/by: signals.*1000/, "by: self-stop").replace("stopped: 2", "running: 2"),
      'pools.0.target (line 13) is {"running":2}: a template that stops itself can only fill the tier stopped',
    ],
    [
      "a tag key that EC2 does not take",
      instead(
        "    os:",
        `    tags: { ${"k".repeat(129)}: x }
    os:`,
      ),
      `templates.0.tags.${"k".repeat(129)} (line 4) is "x": must have at most 128 characters`,
    ],
  ])("with %s is refused with the field, the line, the value and the fix", (_name, text, problem) => {
    expect(printed(text)).toMatch(/^greenroom: pools\.yaml has a problem\n/);
    expect(printed(text)).toContain(`\n  ${problem}`);
  });

  it("is answered with every problem at once, in the order of its lines", () => {
    const text = instead("instances: 5", "instances: x")
      .replace("os: windows", "os: dos")
      .replace("version: 1", "version: 2");
    expect(printed(text).split("\n")).toEqual([
      "greenroom: pools.yaml has 3 problems",
      "  version (line 1) is 2: must be 1",
      '  templates.0.os (line 4) is "dos": must be one of "windows", "linux"',
      '  pools.0.max.instances (line 14) is "x": must be a number',
    ]);
  });

  it("that is too large is not parsed", () => {
    expect(printed(`${"{".repeat(REQUEST_BYTES_MAX)}{`)).toBe(
      `greenroom: pools.yaml is larger than ${REQUEST_BYTES_MAX} bytes\n  Split it: pools that a file does not name stay as they are.`,
    );
  });

  it("whose aliases make it too large is not resolved", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefgh".split("").map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`)}]`),
    ];
    expect(printed(bomb.join("\n"))).toMatch(/^greenroom: pools\.yaml cannot be resolved: Excessive alias count/);
  });
});

describe("the example of the documentation", () => {
  const text = readFileSync("docs/examples/pools.yaml", "utf8");
  const schema = z.fromJSONSchema(JSON.parse(readFileSync("docs/use/pool-file.schema.json", "utf8")));

  it("is what npm start plays with", () => {
    expect(readPoolFile(text, "pools.yaml")).toEqual({ kind: "file", file: DEMO_POOLS });
  });

  it("names the schema to editors, and keeps it", () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/use\/pool-file\.schema\.json\n/);
    expect(schema.safeParse(parse(text)).error).toBeUndefined();
    expect(schema.safeParse({ ...parse(text), polls: [] }).success).toBe(false);
  });
});
