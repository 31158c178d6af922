import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
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
