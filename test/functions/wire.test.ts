import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Ports } from "../../core/ports/ports.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { wiredToAct } from "../../functions/shared/wire/actions.ts";
import { wiredToApi } from "../../functions/shared/wire/api.ts";
import { wiredToEc2 } from "../../functions/shared/wire/ec2.ts";
import { wiredToOutlets } from "../../functions/shared/wire/outlets.ts";
import { wiredToProbes } from "../../functions/shared/wire/probes.ts";
import { wiredToQueues } from "../../functions/shared/wire/queues.ts";
import { LAMBDA_ENVIRONMENT } from "./lambda-environment.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const inLambda = (): void => {
  for (const [name, value] of Object.entries(LAMBDA_ENVIRONMENT)) vi.stubEnv(name, value);
};

/** Every port, by what is wired to it: all functions, or those whose row names the group or the port. */
const PORTS: Readonly<Record<keyof Ports, string>> = {
  ...{ clock: "all", counters: "all" },
  ...{ records: "store", instances: "store", claims: "store", pools: "store", templates: "store", ledgers: "store" },
  ...{ autopsies: "store", deliveries: "store", demand: "store", trials: "store", alerts: "store", offerings: "store" },
  ...{ blame: "store" },
  ...{ replayed: "store", tallies: "store", handouts: "store", histories: "store", sweeps: "store", seenSet: "store" },
  ...{ actions: "queues", planRequests: "queues", timers: "queues", sweepRequests: "queues" },
  ...{ failures: "queues", deadLetters: "queues", redelivery: "queues" },
  ...{ launcher: "ec2", power: "ec2", modifications: "ec2", attachments: "ec2", lookup: "ec2", console: "ec2" },
  ...{ listing: "ec2", dryRuns: "ec2" },
  ...{ publisher: "outlets", people: "outlets", probes: "outlets" },
  ...{ names: "names", access: "access", seals: "seals", feeds: "feeds", replays: "replays", plane: "plane" },
};
const portsNamed = (...named: readonly string[]) =>
  Object.entries(PORTS)
    .filter(([port, group]) => group === "all" || named.includes(port) || named.includes(group))
    .map(([port]) => port)
    .sort();
const WIRINGS = [wiredToQueues, wiredToEc2, wiredToAct, wiredToOutlets, wiredToProbes, wiredToApi];

describe("the wiring", () => {
  it("names every variable that is missing or wrong, at start", () => {
    inLambda();
    vi.stubEnv("GREENROOM_TABLE", "");
    vi.stubEnv("GREENROOM_TOPIC", "notices");
    for (const wire of WIRINGS) expect(() => wire()).toThrow(/GREENROOM_TABLE.*GREENROOM_TOPIC/);
  });

  it("makes every port for some function", () => {
    inLambda();
    const made = WIRINGS.flatMap((wire) => Object.keys(wire()));
    expect([...new Set(made)].sort()).toEqual(Object.keys(PORTS).sort());
  });

  it.each(WIRINGS.map((wire) => [wire.name, wire] as const))(
    "makes by %s what the row of a function names, and nothing besides",
    (_, wire) => {
      inLambda();
      const rows = FUNCTIONS.map(({ ports }) => portsNamed(...ports));
      expect(rows).toContainEqual(Object.keys(wire()).sort());
    },
  );

  it("is not loaded by importing the routes: they need no AWS SDK", () => {
    // A process of its own whose loader refuses the SDK: what needs it, fails.
    const script = `
      import { registerHooks } from "node:module";
      registerHooks({ resolve: (name, context, next) => {
        if (name.startsWith("@aws-sdk/")) throw new Error("loaded " + name);
        return next(name, context);
      }});
      await import(${JSON.stringify(new URL("../../functions/routes.ts", import.meta.url).href)});
      await import(${JSON.stringify(new URL("../../functions/shared/wire/queues.ts", import.meta.url).href)}).then(
        () => console.log("wire loads no SDK"),
        (error) => console.log(error.message),
      );`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim()).toMatch(/^loaded @aws-sdk/);
  });
});
