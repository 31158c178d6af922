import { describe, expect, test, vi } from "vitest";
import type { Instance } from "../../core/model/instance.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { put } from "../../local/client.ts";
import { type CloudOptions, localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { play } from "../../local/play.ts";
import { isEndedMachine } from "../../local/world/machine.ts";
import { EPOCH } from "../builders.ts";

vi.setConfig({ testTimeout: 120_000 });

const EMITTING = { emit: true, sweepEveryMs: MINUTE_MS };

/** A cloud none of whose events come, an hour after its pools were applied. */
async function silentCloud(options: Partial<CloudOptions> = {}) {
  const cloud = localCloud({ seed: 3, start: EPOCH, lose: 1, ...options });
  const records = new Map<string, Instance>();
  cloud.watch((fact) => {
    if (fact.kind === "written" && fact.written.kind === "instance")
      records.set(fact.written.after.id, fact.written.after);
  });
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
  await cloud.run(EPOCH + HOUR_MS);
  const standing = () => [...cloud.world.machines.values()].filter((machine) => !isEndedMachine(machine));
  const warm = () => [...records.values()].filter(({ state }) => state === "warm");
  return { cloud, standing, warm };
}

describe("a cloud that delivers no events", () => {
  test("keeps its targets when it is swept every minute, and looks nobody up", async () => {
    const { cloud, standing, warm } = await silentCloud(EMITTING);
    expect([standing().length, warm().length]).toEqual([15, 15]);
    expect(cloud.world.calls()).toMatchObject({ DescribeInstancesById: 0 });
    expect(cloud.counters.total("event-missed")).toBe(0);
  });

  test.each([
    ["learns within a sweep of what ended behind our back", EMITTING, false],
    ["never learns of it when nobody sweeps: nothing is due that would look", {}, true],
  ])("%s", async (_, options, isBelieved) => {
    const { cloud, standing, warm } = await silentCloud(options);
    const [lost] = standing().filter(({ state }) => state === "stopped");
    cloud.scheduler.after(0, async () => void (await cloud.world.ports.power.terminate(lost!.id, { spot: false })));
    await cloud.run(cloud.clock.now() + 20 * MINUTE_MS);
    expect(warm().some(({ id }) => id === lost!.id)).toBe(isBelieved);
    expect(standing()).toHaveLength(isBelieved ? 14 : 15);
  });

  test("serves a day of claims from warm when it is swept, and by deadlines alone it is slow to be ready", async () => {
    const day = { seed: 7, days: 1, lose: 1 };
    const [swept, unswept] = [await play({ ...day, emit: true }), await play(day)];
    for (const { pools, violations } of [swept, unswept]) {
      expect(violations).toEqual([]);
      expect(pools.map(({ claims, hits }) => claims - hits)).toEqual([0, 0]);
    }
    expect(swept.ec2Calls.DescribeInstancesById).toBe(0);
    expect(unswept.ec2Calls).toMatchObject({ DescribeInstances: 0 });
    expect(unswept.ec2Calls.DescribeInstancesById).toBeGreaterThan(400);
    const coldOf = ({ pools }: typeof swept) => pools.find(({ id }) => id === "linux-ci")?.coldMs.p50 ?? 0;
    expect(coldOf(swept)).toBeLessThan(MINUTE_MS);
    expect(coldOf(unswept)).toBeGreaterThan(2 * MINUTE_MS);
  });
});
