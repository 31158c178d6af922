import { afterEach, describe, expect, inject, test } from "vitest";
import { timerText } from "../../../../adapters/messages/texts.ts";
import { PROBE_PATHS } from "../../../../core/model/delivery.ts";
import { persistsMs, RETRIES } from "../../../../core/model/retries.ts";
import { iso, MINUTE_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { PortError } from "../../../../core/ports/errors.ts";
import { probeTickFunction } from "../../../../functions/manifest.ts";
import { functionsFedBy } from "../../../../functions/shared/manifest/functions.ts";
import { get, post, put } from "../../../../local/client.ts";
import { type CloudOptions, type LocalCloud, localCloud } from "../../../../local/cloud.ts";
import { DEMO_POOLS } from "../../../../local/demo-pools.ts";
import { reporter } from "../../../../local/report.ts";
import { openWire, type Wire } from "../../../../local/wire/wire.ts";
import { tickText } from "../../../../stacks/patterns.ts";
import { aTarget, EPOCH, instanceNo, REGION } from "../../../builders.ts";

/** What anything is, whatever the order of its fields. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort())
      : each,
  );

/** The first facts that are not the same; whole lists would be thousands of lines. */
const firstDifference = (one: readonly string[], other: readonly string[]) =>
  [...one, ""].map((fact, nth) => [fact, other[nth] ?? ""]).find(([left, right]) => left !== right);

/** On a busy machine. */
const PATIENCE_MS = 240_000;

/** Two small pools, so that every call counts. */
const SMALL = {
  ...DEMO_POOLS,
  pools: DEMO_POOLS.pools.map((pool) => ({ ...pool, target: aTarget({ stopped: 2 }) })),
};

/** The pools fill, three claims come, one of them of a type that must be fitted; one is released. Every fact, in its moment. */
async function played(more: Partial<CloudOptions>) {
  const cloud: LocalCloud = localCloud({ seed: 1, start: EPOCH, ...more });
  const watching = reporter(cloud, 1);
  const facts: string[] = [];
  cloud.watch((fact, at) => facts.push(text([at - EPOCH, fact])));
  const { scheduler, api } = cloud;
  scheduler.after(0, async () => void (await api.fetch(put("/pools", SMALL))));
  const claim = (key: string, overrides: object = {}) =>
    api.fetch(post("/pools/linux-ci/claims", { key, ...overrides }, "somebody"));
  scheduler.after(6 * MINUTE_MS, async () => {
    const answer = await claim("one", { tags: { job: "1" } });
    const { claim: made } = (await answer.json()) as { claim: { id: string } };
    await scheduler.sleep(2 * MINUTE_MS);
    await api.fetch(post(`/claims/${made.id}/release`, {}, "somebody"));
  });
  scheduler.after(6 * MINUTE_MS + SECOND_MS, async () => void (await claim("two", { type: "m6i.large" })));
  scheduler.after(6 * MINUTE_MS + SECOND_MS, async () => void (await claim("three")));
  await cloud.run(EPOCH + 12 * MINUTE_MS);
  return { facts, report: watching.report({ atEnd: false }), unlisted: cloud.counters.total("aws-error-unlisted") };
}

const isThere = inject("dynamoDbEndpoint") !== undefined;
const wires: Wire[] = [];
afterEach(async () => {
  for (const wire of wires.splice(0)) await wire.close();
});
async function open(): Promise<Wire> {
  const wire = await openWire();
  wires.push(wire);
  return wire;
}

describe.skipIf(!isThere)("the plane over the wire", { timeout: PATIENCE_MS }, () => {
  test("does in every moment what it does in memory, fact by fact", async () => {
    const wire = await open();
    const over = await played({ carrier: wire.carrier });
    const { facts, report } = await played({});
    expect(firstDifference(over.facts, facts)).toBeUndefined();
    expect(over.report).toEqual(report);
    expect(over.report.violations).toEqual([]);
    expect(over.unlisted).toBe(0);
    expect(report.ec2Calls).toMatchObject({ StartInstances: 2, ModifyInstanceAttribute: 1 });
    const { requests, deadLetters } = await wire.figures();
    expect(deadLetters).toEqual({});
    expect(requests.ec2).toBe(Object.values(report.ec2Calls).reduce((sum, calls) => sum + calls, 0));
    expect(requests.eventBridge).toBeGreaterThan(20);
    expect(requests.dynamoDb).toBeGreaterThan(report.notices.published);
  });

  test("sweeps where events are lost, and finds by the listing what it finds in memory", async () => {
    const wire = await open();
    const blind = { lose: 0.5, emit: true, sweepEveryMs: MINUTE_MS };
    const over = await played({ carrier: wire.carrier, ...blind });
    const { facts, report } = await played(blind);
    expect(firstDifference(over.facts, facts)).toBeUndefined();
    expect(over.report).toEqual(report);
    expect(report.ec2Calls.DescribeInstances).toBeGreaterThan(20);
    expect(over.unlisted).toBe(0);
  });

  test("probes each of the delivery paths, and measures on them what it measures in memory", async () => {
    const wire = await open();
    const probed = async (more: Partial<CloudOptions>) => {
      const cloud = localCloud({ seed: 1, start: EPOCH, probes: {}, ...more });
      const told: unknown[] = [];
      cloud.scheduler.at(EPOCH + 4 * MINUTE_MS, async () => {
        told.push(await (await cloud.api.fetch(get("/delivery"))).json());
      });
      await cloud.run(EPOCH + 5 * MINUTE_MS);
      return told[0] as { readonly paths: readonly { readonly path: string; readonly arrived: number }[] };
    };
    const over = await probed({ carrier: wire.carrier });
    expect(over).toEqual(await probed({}));
    expect(over.paths.map(({ path }) => path)).toEqual(PROBE_PATHS);
    for (const { arrived } of over.paths) expect(arrived).toBeGreaterThan(0);
  });

  test("does what each schedule asks for in the words it is deployed with", async () => {
    const wire = await open();
    const cloud = localCloud({ seed: 1, start: EPOCH, carrier: wire.carrier });
    const ticking = functionsFedBy("schedule").filter(({ name }) => name !== probeTickFunction.name);
    for (const { name, contract } of ticking) {
      // What Scheduler fills in. Source: EventBridge Scheduler User Guide, "Adding context attributes".
      const filled = tickText(contract, REGION)
        .replace("<aws.scheduler.execution-id>", `execution-of-${name}`)
        .replace("<aws.scheduler.scheduled-time>", iso(EPOCH).replace(/\.\d{3}Z$/, "Z"));
      cloud.scheduler.after(0, () => cloud.send(name, filled));
    }
    await cloud.run(EPOCH + SECOND_MS * 50);
    expect(ticking.length).toBeGreaterThan(2);
    const done = ticking.map(({ name }) => [name, cloud.counters.total("handled", { function: name })]);
    expect(done).toEqual(ticking.map(({ name }) => [name, 1]));
    expect((await wire.figures()).deadLetters).toEqual({});
  });

  test("puts what no function can process among the function's dead letters, for the API to show", async () => {
    const wire = await open();
    const cloud = localCloud({ seed: 1, start: EPOCH, carrier: wire.carrier });
    cloud.scheduler.after(0, () => cloud.send("wake", "no message of ours"));
    await cloud.run(EPOCH + MINUTE_MS);
    expect((await wire.figures()).deadLetters).toEqual({ wake: 1 });
    const letters: unknown[] = [];
    cloud.scheduler.after(0, async () => void letters.push(...(await cloud.ports.deadLetters.take("wake", 10))));
    await cloud.run(EPOCH + 2 * MINUTE_MS);
    expect(letters).toMatchObject([{ text: "no message of ours", why: { ERROR_CODE: "Malformed" } }]);
  });

  test("gives a message back that a function could not do, when its function's row says, until it lies with the dead", async () => {
    const wire = await open();
    const { timers: wake } = RETRIES;
    const tries = new Set<number>();
    const faults: CloudOptions["faults"] = async (call, work) => {
      if (!JSON.stringify(call.args).includes(instanceNo(1)) || call.port === "deadLetters") return work();
      tries.add(cloud.scheduler.now());
      throw new PortError("retryable", "Unavailable", "not now");
    };
    const cloud = localCloud({ seed: 1, start: EPOCH, carrier: wire.carrier, faults });
    const text = timerText({ instance: instanceNo(1), entry: 1, askedAgain: 0, wakeAt: EPOCH }, EPOCH);
    cloud.scheduler.after(0, () => cloud.send("wake", text));
    await cloud.run(EPOCH + wake.firstMs / 2);
    expect(tries.size).toBe(1);
    await cloud.run(EPOCH + persistsMs(wake) + MINUTE_MS);
    expect(tries.size).toBe(wake.receives);
    expect((await wire.figures()).deadLetters).toEqual({ wake: 1 });
  });
});
