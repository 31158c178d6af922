import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from "vitest";
import { metricCounters } from "../../../adapters/aws/counters.ts";
import { portError } from "../../../adapters/aws/errors.ts";
import type { Dimensions } from "../../../core/ports/ports.ts";

const lines: string[] = [];
beforeEach(() => {
  // Outside Lambda powertools writes through the console, and only if configured not to keep quiet.
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  lines.length = 0;
});

const written = () => lines.map((line) => JSON.parse(line));

test("a count is written at once, as a metric CloudWatch can read", () => {
  metricCounters({ namespace: "greenroom", service: "plan-pool" }).count("launch-refused", { pool: "win-build" });
  expect(written()).toMatchObject([
    {
      "launch-refused": 1,
      pool: "win-build",
      service: "plan-pool",
      _aws: {
        CloudWatchMetrics: [{ Namespace: "greenroom", Metrics: [{ Name: "launch-refused", Unit: "Count" }] }],
      },
    },
  ]);
  expect(written()[0]._aws.CloudWatchMetrics[0].Dimensions).toContainEqual(["service", "pool"]);
});

test("a count without dimensions is listed under its function alone", () => {
  metricCounters({ namespace: "greenroom", service: "plan-pool" }).count("plans");
  expect(written()[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([["service"]]);
});

test("a count does not carry the dimensions of the one before", () => {
  const counters = metricCounters({ namespace: "greenroom", service: "plan-pool" });
  counters.count("plans", { pool: "win-build" });
  counters.count("plans");
  expect(written()[1]).not.toHaveProperty("pool");
});

test("a time is written as a metric of its own, whose distribution CloudWatch keeps", () => {
  metricCounters({ namespace: "greenroom", service: "probe-from-queue" }).time?.("delivery", 73, { path: "sns-sqs" });
  expect(written()).toMatchObject([
    {
      delivery: 73,
      path: "sns-sqs",
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "delivery", Unit: "Milliseconds" }] }] },
    },
  ]);
});

test("figures of one thing are one line, each a metric of its own", () => {
  const { gauge } = metricCounters({ namespace: "greenroom", service: "alert-tick" });
  gauge?.({ "instances-warm": 3, "places-unfilled": 1 }, { pool: "win-build" });
  expect(written()).toMatchObject([{ "instances-warm": 3, "places-unfilled": 1, pool: "win-build" }]);
  const [{ Dimensions, Metrics }] = written()[0]._aws.CloudWatchMetrics;
  expect(Dimensions).toContainEqual(["service", "pool"]);
  expect(Metrics.map(({ Name }: { Name: string }) => Name)).toEqual(["instances-warm", "places-unfilled"]);
});

test("what is added up is reported with the next count, one line for all that are alike, and once", () => {
  const counters = metricCounters({ namespace: "greenroom", service: "sweep" });
  for (const operation of ["DescribeInstances", "CreateTags", "DescribeInstances"])
    counters.add?.("ec2-call", { operation });
  expect(written()).toEqual([]);
  counters.count("handled");
  counters.count("handled");
  expect(written()).toMatchObject([
    { "ec2-call": 2, operation: "DescribeInstances" },
    { "ec2-call": 1, operation: "CreateTags" },
    { handled: 1 },
    { handled: 1 },
  ]);
});

test("what is added up is reported before it is too much", () => {
  const { add } = metricCounters({ namespace: "greenroom", service: "sweep" });
  for (let place = 0; place < 100; place += 1) add?.("ec2-call", { operation: `operation-${place}` });
  expect(written()).toHaveLength(100);
});

test("an amount is written as a figure without a unit, below nought too", () => {
  metricCounters({ namespace: "greenroom", service: "notify" }).amount?.("idle-usd", -0.25, { pool: "win-build" });
  expect(written()).toMatchObject([
    {
      "idle-usd": -0.25,
      pool: "win-build",
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "idle-usd", Unit: "None" }] }] },
    },
  ]);
});

test("a count of an error that nobody listed is reported under its function, and names the API that answered", () => {
  const counters = metricCounters({ namespace: "greenroom", service: "greenroom-wake" });
  portError(undefined, { service: "sqs", code: "BrandNewTrouble", message: "made up" }, counters);
  expect(written()).toMatchObject([{ service: "greenroom-wake", api: "sqs", code: "BrandNewTrouble" }]);
  expect(written()[0]._aws.CloudWatchMetrics[0].Dimensions).toContainEqual(["service", "api", "code"]);
});

test("no dimension may be called as the function's own", () => {
  expectTypeOf<{ api: string }>().toExtend<Dimensions>();
  expectTypeOf<{ service: string }>().not.toExtend<Dimensions>();
});
