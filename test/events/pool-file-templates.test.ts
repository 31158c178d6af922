import { describe, expect, it } from "vitest";
import { file, many, told } from "./pool-files.ts";

describe("a template", () => {
  it.each<[string, object, string]>([
    ["an AMI of another make", { images: { "eu-west-1": "ami-1" } }, "templates.0.images.eu-west-1"],
    ["no image at all", { images: {} }, "templates.0.images"],
    ["no type", { types: [] }, "templates.0.types"],
    ["too many types", { types: many(21, () => "m7i.large") }, "templates.0.types"],
    ["a type that is none", { types: ["large"] }, "templates.0.types.0"],
    ["a subnet that is none", { subnets: { "eu-west-1a": "sg-1" } }, "templates.0.subnets.eu-west-1a"],
    ["no subnet at all", { subnets: {} }, "templates.0.subnets"],
    ["a security group that is none", { securityGroups: ["x"] }, "templates.0.securityGroups.0"],
    ["too many security groups", { securityGroups: many(17, () => "sg-0a1b2c3d") }, "templates.0.securityGroups"],
    ["an empty instance profile", { instanceProfile: "" }, "templates.0.instanceProfile"],
    ["more user data than EC2 takes", { userData: "x".repeat(16_385) }, "templates.0.userData"],
    ["more bytes of user data than EC2 takes", { userData: "ü".repeat(8_193) }, "templates.0.userData"],
    ["a price below nothing", { usdPerHour: { running: 1, stopped: -1 } }, "templates.0.usdPerHour.stopped"],
    ["a price of nothing", { usdPerHour: { running: 0, stopped: 0 } }, "templates.0.usdPerHour.running"],
    ["a tag of AWS's", { tags: { "aws:owner": "x" } }, "templates.0.tags.aws:owner"],
    ["a tag of ours", { tags: { "greenroom:pool": "x" } }, "templates.0.tags.greenroom:pool"],
    ["a tag's value that is too long", { tags: { team: "x".repeat(257) } }, "templates.0.tags.team"],
    ["too many tags", { tags: Object.fromEntries(many(21, (n) => [`t${n}`, ""])) }, "templates.0.tags"],
    ["a launch token that its boot script has no place for", { identity: "launch-token" }, "templates.0.userData"],
    [
      "a boot script that the launch token makes too long",
      { identity: "launch-token", userData: `{{greenroom-launch-token}}${"x".repeat(16_384 - 26)}` },
      "templates.0.userData",
    ],
    ["a way to speak we do not know", { identity: "carrier-pigeon" }, "templates.0.identity"],
    ["an OS we do not know", { os: "plan9" }, "templates.0.os"],
    ["a market we do not know", { market: "flea" }, "templates.0.market"],
  ])("with %s is refused at its field", (_, template, field) => {
    expect(told(file({ template, pools: [] })).map(([at]) => at)).toEqual([field]);
  });
});

describe("evidence that no instance could give", () => {
  const pools: readonly object[] = [];
  it.each<[string, object, string, string]>([
    [
      "by nothing",
      { ready: { by: "signals", needs: [] } },
      "ready.needs",
      "name at least one signal: with none it could never become ready",
    ],
    [
      "of a clock nobody reports",
      { verify: { by: "signals", needs: ["agent"], maxClockOffsetMs: 5 } },
      "verify.maxClockOffsetMs",
      "a clock bound needs the signal 'clock' among needs",
    ],
    [
      "of a boot of something nobody asks for",
      { verify: { by: "signals", needs: ["agent"], fromBoot: { agnet: 2 } } },
      "verify.fromBoot.agnet",
      "names a signal that is not among needs",
    ],
    [
      "by Windows' own word alone, which comes before user data and again",
      { ready: { by: "signals", needs: ["windows-is-ready", "clock"] } },
      "ready.needs",
      'Windows says "windows-is-ready" before user data has run, and not at every boot: name a signal of your own',
    ],
    ["twice", { scrub: { by: "signals", needs: ["a", "b", "a"] } }, "scrub.needs.2", "named twice"],
    [
      "of an exact clock",
      { ready: { by: "signals", needs: ["clock"], maxClockOffsetMs: 0 } },
      "ready.maxClockOffsetMs",
      "at least 1 ms: no clock is exact",
    ],
    [
      "by stopping itself while it is handed over",
      { verify: { by: "self-stop" } },
      "verify.by",
      'must be one of "ec2-state", "signals"',
    ],
    [
      "by stopping itself while it is scrubbed",
      { scrub: { by: "self-stop" } },
      "scrub.by",
      'must be one of "ec2-state", "signals"',
    ],
  ])("is refused: %s", (_, template, field, message) => {
    expect(told(file({ template, pools }))).toEqual([[`templates.0.${field}`, message]]);
  });

  it("is refused in all its faults at once", () => {
    const template = { ready: { by: "signals", needs: ["a", "a"], maxClockOffsetMs: 5 } };
    expect(told(file({ template, pools })).map(([field]) => field)).toEqual([
      "templates.0.ready.needs.1",
      "templates.0.ready.maxClockOffsetMs",
    ]);
  });
});

describe("a pool that its template cannot keep", () => {
  it.each<[string, { template?: object; pool?: object }, readonly string[]]>([
    [
      "for want of an image and a subnet",
      { pool: { region: "us-east-1" } },
      ["region", "template win has no image for it; add one under images"],
    ],
    [
      "for want of a subnet",
      { template: { images: { "us-east-1": "ami-0a1b2c3d" } }, pool: { region: "us-east-1" } },
      ["region", "template win has no subnet in it"],
    ],
    [
      "running, since it stops itself",
      { template: { ready: { by: "self-stop" } }, pool: { target: { running: 1 } } },
      [
        "target",
        "a template that stops itself can only fill the tier stopped: its readiness could never be met in another",
      ],
    ],
    [
      "hibernated, since it stops itself",
      { template: { ready: { by: "self-stop" } }, pool: { target: { hibernated: 1 } } },
      [
        "target",
        "a template that stops itself can only fill the tier stopped: its readiness could never be met in another",
      ],
    ],
    [
      "hibernated, since it is Spot",
      { template: { market: "spot" }, pool: { target: { hibernated: 1 } } },
      ["target.hibernated", "keep Spot instances running or stopped"],
    ],
    [
      "within money, since it names no price",
      { pool: { max: { instances: 5, usdPerHour: 1 } } },
      ["max.usdPerHour", "a money ceiling needs usdPerHour in template win: the plane looks up no prices"],
    ],
  ])("%s is refused with what to do", (_, changes, [field, message]) => {
    expect(told(file(changes))).toContainEqual([`pools.0.${field}`, message]);
  });

  it("gets one complaint for each error", () => {
    expect(told(file({ pool: { region: "us-east-1" } }))).toHaveLength(2);
  });
});
