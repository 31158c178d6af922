import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { wire } from "../../functions/shared/wire.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const SET = {
  AWS_REGION: "eu-west-1",
  GREENROOM_TABLE: "greenroom",
  GREENROOM_ACTIONS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/actions",
  GREENROOM_PLANS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/plans.fifo",
  GREENROOM_TIMERS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/timers",
  GREENROOM_SWEEPS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/sweeps",
  GREENROOM_FAILURES_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/failures",
  GREENROOM_TOPIC: "arn:aws:sns:eu-west-1:111122223333:notices",
  GREENROOM_ALERTS_TOPIC: "arn:aws:sns:eu-west-1:111122223333:alerts",
  GREENROOM_BUS: "arn:aws:events:eu-west-1:111122223333:event-bus/greenroom",
  GREENROOM_ARCHIVE: "arn:aws:events:eu-west-1:111122223333:archive/greenroom",
  GREENROOM_SHADOW_RULE: "arn:aws:events:eu-west-1:111122223333:rule/greenroom/shadow",
};

describe("the wiring", () => {
  it("names every variable that is missing or wrong, at start", () => {
    for (const [name, value] of Object.entries(SET)) vi.stubEnv(name, value);
    vi.stubEnv("GREENROOM_TABLE", "");
    vi.stubEnv("GREENROOM_TOPIC", "notices");
    expect(() => wire()).toThrow(/GREENROOM_TABLE.*GREENROOM_TOPIC/);
  });

  it("makes every port", () => {
    for (const [name, value] of Object.entries(SET)) vi.stubEnv(name, value);
    expect(Object.keys(wire()).sort()).toEqual(
      [
        "clock",
        "counters",
        "records",
        "instances",
        "claims",
        "pools",
        "templates",
        "ledgers",
        "launcher",
        "power",
        "fitting",
        "lookup",
        "actions",
        "planRequests",
        "timers",
        "publisher",
        "probes",
        "deliveries",
        "deadLetters",
        "alerts",
        "people",
        "replays",
        "replayed",
        "tallies",
        "handouts",
        "histories",
        "listing",
        "sweeps",
        "rollCall",
        "sweepRequests",
        "failures",
      ].sort(),
    );
  });

  it("is not loaded by importing the routes: they need no AWS SDK", () => {
    // A process of its own whose loader refuses the SDK: what needs it, fails.
    const script = `
      import { registerHooks } from "node:module";
      registerHooks({ resolve: (name, context, next) => {
        if (name.startsWith("@aws-sdk/")) throw new Error("loaded " + name);
        return next(name, context);
      }});
      await import(${JSON.stringify(new URL("../../functions/routes.ts", import.meta.url).href)});
      await import(${JSON.stringify(new URL("../../functions/shared/wire.ts", import.meta.url).href)}).then(
        () => console.log("wire loads no SDK"),
        (error) => console.log(error.message),
      );`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim()).toMatch(/^loaded @aws-sdk/);
  });
});
