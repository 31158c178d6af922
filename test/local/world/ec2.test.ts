import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { TERMINATED_SHOWN_MS } from "../../../local/assumptions.ts";
import { EC2_CALL_NAMES } from "../../../local/world/call-names.ts";
import { anIntent, aTemplate, EPOCH, instanceNo } from "../../builders.ts";
import { aLaunch, openWorld } from "./given.ts";

const linux = aLaunch({ template: aTemplate({ os: "linux" }) });

describe("a launch", () => {
  test("makes as many instances as intended, with 17 hex digits each, the tags, and a pending state", async () => {
    const { ports, during } = openWorld();
    const done = await during(0, () => ports.launcher.launch(aLaunch({ intent: anIntent({ count: 3 }) })));
    expect(done).toMatchObject({ kind: "launched" });
    const { instances } = done as Extract<typeof done, { kind: "launched" }>;
    expect(new Set(instances.map(({ id }) => id)).size).toBe(3);
    for (const { id, observed, tags } of instances) {
      expect(id).toMatch(/^i-[0-9a-f]{17}$/);
      expect(observed).toEqual({ state: "pending", at: EPOCH });
      expect(tags).toEqual({ "greenroom:pool": "win-build" });
    }
  });

  test("with a token of before answers the instances of before, as they are by then", async () => {
    const { ports, during, machines, launched, calls } = openWorld();
    const id = await launched(MINUTE_MS);
    const again = await during(0, () => ports.launcher.launch(aLaunch()));
    expect(again).toMatchObject({ kind: "launched", instances: [{ id, observed: { state: "running" } }] });
    expect(machines.size).toBe(1);
    expect(calls().RunInstances).toBe(2);
  });

  test("makes the same ids for the same seed, and others for another", async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => openWorld({ seed }).launched(0)));
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe("an instance", () => {
  test("stays between two states for as long as that is prolonged, and in one that lasts as it was", async () => {
    const { power, machines, launched, statesOf, scheduler } = openWorld();
    const id = await launched(0, linux);
    power.prolong(machines.get(id)!, 20 * MINUTE_MS);
    await scheduler.run(scheduler.now() + 20 * MINUTE_MS - 1);
    expect(statesOf(id)).toEqual(["pending"]);
    await scheduler.run(scheduler.now() + 1);
    expect(statesOf(id)).toEqual(["pending", "running"]);
    power.prolong(machines.get(id)!, MINUTE_MS);
    await scheduler.run(scheduler.now() + HOUR_MS);
    expect(statesOf(id)).toEqual(["pending", "running"]);
  });

  test("goes through EC2's states in their time, each reported by an event", async () => {
    const { ports, during, launched, statesOf, scheduler, events } = openWorld();
    const id = await launched(2 * MINUTE_MS, linux);
    expect(await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }))).toEqual({ kind: "asked" });
    expect(await during(2 * MINUTE_MS, () => ports.power.start(id))).toEqual({ kind: "asked" });
    expect(await during(5 * MINUTE_MS, () => ports.power.terminate(id, { spot: false }))).toEqual({ kind: "asked" });
    expect(statesOf(id)).toEqual([
      "pending",
      "running",
      "stopping",
      "stopped",
      "pending",
      "running",
      "shutting-down",
      "terminated",
    ]);
    const own = events.filter(({ event }) => event.id.startsWith(id));
    const took = (nth: number): number => own[nth]!.at - own[nth - 1]!.at;
    for (const nth of [1, 3, 5, 7]) {
      expect(took(nth)).toBeGreaterThan(2 * SECOND_MS);
      expect(took(nth)).toBeLessThan(2 * MINUTE_MS);
    }
    expect(scheduler.now()).toBe(EPOCH + 11 * MINUTE_MS);
  });

  test("is shown for a while after its end, and unknown within the hour", async () => {
    const { ports, during, launched } = openWorld();
    const id = await launched(MINUTE_MS);
    await during(5 * MINUTE_MS, () => ports.power.terminate(id, { spot: false }));
    expect(await during(TERMINATED_SHOWN_MS, () => ports.lookup.look(id))).toMatchObject({
      observed: { state: "terminated" },
    });
    expect(TERMINATED_SHOWN_MS).toBeLessThan(HOUR_MS);
    expect(await during(0, () => ports.lookup.look(id))).toBe("unknown");
    expect(await during(0, () => ports.power.terminate(id, { spot: false }))).toEqual({ kind: "unknown" });
  });
});

test("what EC2 never made is unknown to every call, and every call is counted by its name", async () => {
  const { ports, during, calls } = openWorld();
  const id = instanceNo(404);
  const unknown = { kind: "unknown" };
  expect(await during(0, () => ports.power.start(id))).toEqual(unknown);
  expect(await during(0, () => ports.power.stop(id, { hibernate: false }))).toEqual(unknown);
  expect(await during(0, () => ports.power.terminate(id, { spot: false }))).toEqual(unknown);
  expect(await during(0, () => ports.modifications.retype(id, "m5.xlarge"))).toEqual(unknown);
  expect(await during(0, () => ports.modifications.tag(id, {}))).toEqual(unknown);
  expect(await during(0, () => ports.lookup.look(id))).toBe("unknown");
  expect(calls()).toEqual({
    ...Object.fromEntries(EC2_CALL_NAMES.map((name) => [name, 0])),
    StartInstances: 1,
    StopInstances: 1,
    TerminateInstances: 1,
    ModifyInstanceAttribute: 1,
    CreateTags: 1,
    DescribeInstancesById: 1,
  });
});

test("a unmanaged instance's events come in a steady trickle, and a look-up of one of them is noticed", async () => {
  const { scheduler, events, unmanaged, during, ports, describedUnmanaged } = openWorld();
  await scheduler.run(EPOCH + HOUR_MS);
  const ids = events.map(({ event }) => (event.detail as { "instance-id": string })["instance-id"]);
  expect(ids.length).toBeGreaterThan(60);
  expect(ids.every((id) => unmanaged.owns(id))).toBe(true);
  expect(describedUnmanaged()).toBe(0);
  await during(0, () => ports.lookup.look(ids[0] ?? ""));
  await during(0, () => ports.lookup.look(instanceNo(1)));
  expect(describedUnmanaged()).toBe(1);
});
