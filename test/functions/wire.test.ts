import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { wire as wireWithEc2 } from "../../functions/shared/wire/with-ec2.ts";
import { wire as wireWithOutlets } from "../../functions/shared/wire/with-outlets.ts";
import { wire as wireWithOverrides } from "../../functions/shared/wire/with-overrides.ts";
import { wire as wireWithProbes } from "../../functions/shared/wire/with-probes.ts";
import { wire as wireWithQueues } from "../../functions/shared/wire/with-queues.ts";
import { wire } from "../../functions/shared/wire.ts";
import { LAMBDA_ENVIRONMENT } from "./lambda-environment.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the wiring", () => {
  it("names every variable that is missing or wrong, at start", () => {
    for (const [name, value] of Object.entries(LAMBDA_ENVIRONMENT)) vi.stubEnv(name, value);
    vi.stubEnv("GREENROOM_TABLE", "");
    vi.stubEnv("GREENROOM_TOPIC", "notices");
    expect(() => wire()).toThrow(/GREENROOM_TABLE.*GREENROOM_TOPIC/);
  });

  it("makes every port", () => {
    for (const [name, value] of Object.entries(LAMBDA_ENVIRONMENT)) vi.stubEnv(name, value);
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
        "modifications",
        "attachments",
        "names",
        "access",
        "lookup",
        "console",
        "autopsies",
        "actions",
        "planRequests",
        "timers",
        "publisher",
        "probes",
        "deliveries",
        "demand",
        "deadLetters",
        "feeds",
        "dryRuns",
        "trials",
        "alerts",
        "offerings",
        "people",
        "replays",
        "replayed",
        "tallies",
        "handouts",
        "histories",
        "listing",
        "sweeps",
        "seenSet",
        "sweepRequests",
        "failures",
        "redelivery",
        "seals",
      ].sort(),
    );
  });

  it("makes every port in each of its parts, and says so when one is called that is not wired there", () => {
    for (const [name, value] of Object.entries(LAMBDA_ENVIRONMENT)) vi.stubEnv(name, value);
    const parts = [wireWithQueues(), wireWithEc2(), wireWithOverrides(), wireWithOutlets(), wireWithProbes()];
    for (const part of parts) expect(Object.keys(part).sort()).toEqual(Object.keys(wire()).sort());
    expect(() => wireWithQueues().power.start("i-0123456789abcdef0")).toThrow(
      "power.start is called by a function that is not wired",
    );
    expect(() => wireWithEc2().replays.find("r-1")).toThrow("replays.find is called");
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
