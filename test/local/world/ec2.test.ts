import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { TERMINATED_SHOWN_MS } from "../../../local/assumptions.ts";
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

  test("with a token of before and other parameters is refused", async () => {
    const { ports, during, launched } = openWorld();
    await launched(0);
    const other = aLaunch({ intent: anIntent({ count: 2 }) });
    expect(await during(0, () => ports.launcher.launch(other))).toEqual({
      kind: "impossible",
      error: "IdempotentParameterMismatch",
    });
  });

  test("makes the same ids for the same seed, and others for another", async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => openWorld({ seed }).launched(0)));
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test("finds what room there is, and is refused when there is none", async () => {
    let room = 2;
    const { ports, during } = openWorld({ capacity: () => room });
    const some = await during(0, () => ports.launcher.launch(aLaunch({ intent: anIntent({ count: 3 }) })));
    expect(some).toMatchObject({ kind: "launched", instances: { length: 2 } });
    room = 0;
    const none = aLaunch({ intent: anIntent({ token: "another" }) });
    expect(await during(0, () => ports.launcher.launch(none))).toEqual({
      kind: "no-capacity",
      error: "InsufficientInstanceCapacity",
    });
  });
});

describe("an instance", () => {
  test("goes through EC2's states in their time, each told by an event", async () => {
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

  test("answers what it is already doing with `already`", async () => {
    const { ports, during, launched } = openWorld();
    const id = await launched(0, linux);
    expect(await during(MINUTE_MS, () => ports.power.start(id))).toEqual({ kind: "already" });
    expect(await during(0, () => ports.power.start(id))).toEqual({ kind: "already" });
    await during(0, () => ports.power.stop(id, { hibernate: false }));
    expect(await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }))).toEqual({ kind: "already" });
    await during(0, () => ports.power.terminate(id, { spot: false }));
    expect(await during(0, () => ports.power.terminate(id, { spot: false }))).toEqual({ kind: "already" });
  });

  test("cannot be stopped before it ran, started while it stops, or retyped unless it is stopped", async () => {
    const { ports, during, launched } = openWorld();
    const refusal = { fate: "again-after", code: "IncorrectInstanceState" };
    const failure = (work: () => Promise<unknown>) => during(0, () => work().catch((error: PortError) => error));
    const id = await launched(0, linux);
    expect(await failure(() => ports.power.stop(id, { hibernate: false }))).toMatchObject(refusal);
    expect(await failure(() => ports.fitting.retype(id, "m5.xlarge"))).toMatchObject(refusal);
    await during(MINUTE_MS, async () => "it runs");
    await during(0, () => ports.power.stop(id, { hibernate: false }));
    const thrown = await failure(() => ports.power.start(id));
    expect(thrown).toBeInstanceOf(PortError);
    expect(thrown).toMatchObject(refusal);
  });

  test("is what it was fitted to be", async () => {
    const { ports, during, launched } = openWorld();
    const id = await launched(MINUTE_MS, linux);
    await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
    await during(0, () => ports.fitting.retype(id, "m5.xlarge"));
    await during(0, () => ports.fitting.tag(id, { job: "7" }));
    expect(await during(0, () => ports.lookup.look(id))).toMatchObject({
      type: "m5.xlarge",
      tags: { "greenroom:pool": "win-build", job: "7" },
      observed: { state: "stopped" },
    });
  });

  test("may find no room when it is started", async () => {
    let room = 1;
    const { ports, during, launched } = openWorld({ capacity: () => room });
    const id = await launched(MINUTE_MS, linux);
    await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
    room = 0;
    expect(await during(0, () => ports.power.start(id))).toMatchObject({ kind: "no-capacity" });
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
  expect(await during(0, () => ports.fitting.retype(id, "m5.xlarge"))).toEqual(unknown);
  expect(await during(0, () => ports.fitting.tag(id, {}))).toEqual(unknown);
  expect(await during(0, () => ports.lookup.look(id))).toBe("unknown");
  expect(calls()).toEqual({
    RunInstances: 0,
    StartInstances: 1,
    StopInstances: 1,
    TerminateInstances: 1,
    ModifyInstanceAttribute: 1,
    CreateTags: 1,
    DescribeInstances: 0,
    DescribeInstancesById: 1,
  });
});

test("a neighbour's events come in a steady trickle, and a look-up of one of them is noticed", async () => {
  const { scheduler, events, neighbour, during, ports, describedForeign } = openWorld();
  await scheduler.run(EPOCH + HOUR_MS);
  const ids = events.map(({ event }) => (event.detail as { "instance-id": string })["instance-id"]);
  expect(ids.length).toBeGreaterThan(60);
  expect(ids.every((id) => neighbour.owns(id))).toBe(true);
  expect(describedForeign()).toBe(0);
  await during(0, () => ports.lookup.look(ids[0] ?? ""));
  await during(0, () => ports.lookup.look(instanceNo(1)));
  expect(describedForeign()).toBe(1);
});
