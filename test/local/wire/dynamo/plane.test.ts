import { afterEach, describe, expect, inject, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { post, put } from "../../../../local/client.ts";
import { type CloudOptions, type LocalCloud, localCloud } from "../../../../local/cloud.ts";
import { DEMO_POOLS } from "../../../../local/demo-pools.ts";
import { reporter } from "../../../../local/report.ts";
import { openWire, type Wire } from "../../../../local/wire/wire.ts";
import { EPOCH } from "../../../builders.ts";

/** What anything is, whatever the order of its fields. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort())
      : each,
  );

/** Two small pools, so that every call counts. */
const SMALL = {
  ...DEMO_POOLS,
  pools: DEMO_POOLS.pools.map((pool) => ({ ...pool, target: { running: 0, hibernated: 0, stopped: 2 } })),
};

/** The pools fill, three claims come, one of them of a type that must be fitted; one is released. Every fact, in its moment. */
async function played(more: Partial<CloudOptions>) {
  const cloud: LocalCloud = localCloud({ seed: 1, start: EPOCH, ...more });
  const watching = reporter(cloud, 1);
  const facts: string[] = [];
  cloud.watch((fact, at) => facts.push(text([at - EPOCH, fact])));
  const { scheduler, api } = cloud;
  scheduler.after(0, async () => void (await api.fetch(put("/pools", SMALL))));
  const claim = (key: string, wishes: object = {}) =>
    api.fetch(post("/pools/linux-ci/claims", { key, ...wishes }, "somebody"));
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

describe.skipIf(!isThere)("the plane over the wire", () => {
  test("does in every moment what it does in memory, fact by fact", async () => {
    const wire = await open();
    const over = await played({ carrier: wire.carrier });
    const { facts, report } = await played({});
    expect(over.facts).toEqual(facts);
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
});
