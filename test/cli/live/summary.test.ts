import { describe, expect, it } from "vitest";
import { summary } from "../../../cli/live/summary.ts";
import { paintFor } from "../../../cli/terminal.ts";
import { aReport } from "./a-view.ts";

const plain = paintFor({ isScreen: false, env: {} });
const PLAYED = { demand: "the built-in generator", arrivals: 199, lost: 0.025, stoppedEarly: false };

describe("the summary of a play", () => {
  it("reports every figure with its unit, and whose figures they are", () => {
    expect(summary(aReport(), PLAYED, plain)).toBe(`199 arrivals of the built-in generator
played in 24.5 simulated hours, seed 7, 2.5 % of EC2's events never delivered

POOL       CLAIMS  HITS  ALMOST WARM  MISSES  FAILED  HAND-OVER p50/p99
win-build     106   101            3       2       0  49.4 s/1m10s

POOL       TIER     MEAN IDLE  LAUNCHES  TERMINATED  COLD START p50/p99
win-build  stopped       7.63       114         106  4m05s/5m19s

EC2        1,636 calls: RunInstances 172, StartInstances 112, StopInstances 132,
           TerminateInstances 1165, ModifyInstanceAttribute 4, CreateTags 46,
           DescribeInstancesById 5
Notices    3,220 notices; a subscriber heard 16 twice and missed 0
Unmanaged  3,173 events of instances without a record, 0 Describe calls about
           them
Rules      none broken

HITS were served by a warm instance, ALMOST WARM by one that was a step from
ready, MISSES later. HAND-OVER is from request to delivery, COLD START from
launch to ready.
All of it in the virtual time of a local cloud, on assumed timings of EC2:
these are not measurements of AWS.`);
  });

  it("fits 80 columns", () => {
    const lines = summary(aReport(), PLAYED, plain).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it("reports what was violated", () => {
    const violations = ["an instance has one holder at a time: i-1 was held by claim-1 and claim-2"];
    const text = summary(aReport({ violations }), PLAYED, plain);
    expect(text).toContain(
      "Rules      1 violation, see below\n- an instance has one holder at a time: i-1 was held by claim-1 and claim-2\n",
    );
  });

  it("reports that it was stopped early", () => {
    expect(summary(aReport(), { ...PLAYED, stoppedEarly: true }, plain)).toContain("Stopped early: ");
  });

  it("measures nothing where nothing was delivered", () => {
    const [pool] = aReport().pools;
    const none = { ...pool!, handOverMs: { p50: 0, p99: 0, max: 0 }, coldMs: { p50: 0, p99: 0 } };
    expect(summary(aReport({ pools: [none] }), PLAYED, plain)).toMatch(/^win-build .* -$/m);
  });
});
