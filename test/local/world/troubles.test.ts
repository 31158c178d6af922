import { describe, expect, test } from "vitest";
import type { StateReason } from "../../../core/model/autopsy.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import {
  BY_GUEST,
  BY_HIBERNATION,
  BY_USER,
  KEY_UNUSABLE,
  LAUNCH_DEATHS,
  SPOT_RECLAIMED,
} from "../../../local/world/state-reasons.ts";
import { anIntent, aTemplate, EPOCH, instanceNo, REGION } from "../../builders.ts";
import { aLaunch, linux, openWorld, troubled } from "./given.ts";

describe("a state's reason", () => {
  test.each<[string, StateReason, (world: ReturnType<typeof troubled>, id: string) => unknown]>([
    ["stopped through the API", BY_USER, ({ stop }, id) => stop(id)],
    ["hibernated", BY_HIBERNATION, ({ stop }, id) => stop(id, { hibernate: true })],
    ["terminated by somebody", BY_USER, ({ power, machines }, id) => power.destroy(machines.get(id)!)],
    ["taken back", SPOT_RECLAIMED, ({ power, machines }, id) => power.destroy(machines.get(id)!, SPOT_RECLAIMED)],
  ])("of an instance that was %s is reported by a look, then and when it is over", async (_, reason, deed) => {
    const world = troubled();
    const id = await world.launched(2 * MINUTE_MS, linux);
    expect(await world.look(id)).not.toHaveProperty("stateReason");
    await deed(world, id);
    expect(await world.look(id)).toMatchObject({ stateReason: reason });
    await world.pass(3 * MINUTE_MS);
    expect(await world.look(id)).toMatchObject({ stateReason: reason });
    const page = await world.during(0, () => world.ports.listing.page({ zone: `${REGION}a`, limit: 5 }));
    expect(page.kind === "page" && page.rows.map((row) => "stateReason" in row)).toEqual([false]);
  });

  test("of an instance that switched itself off is the guest's", async () => {
    const { launched, look } = troubled();
    const preparing = { by: "self-stop" } as const;
    const template = aTemplate({ os: "linux", evidence: { ...aTemplate().evidence, preparing } });
    const id = await launched(5 * MINUTE_MS, aLaunch({ template }));
    expect(await look(id)).toMatchObject({ observed: { state: "stopped" }, stateReason: BY_GUEST });
  });
});

describe("a launch that EC2 accepts", () => {
  test.each([...LAUNCH_DEATHS, undefined])("dies within seconds: %o", async (reason) => {
    const { launched, look, statesOf, pass } = troubled({ kind: "launch-dies", ...(reason && { reason }) });
    const id = await launched(0, linux);
    expect(await look(id)).toMatchObject({ observed: { state: "pending" } });
    await pass(3 * MINUTE_MS);
    expect(statesOf(id)).toEqual(["pending", "shutting-down", "terminated"]);
    const row = await look(id);
    expect(row).toMatchObject({ securityGroups: [], tags: { "greenroom:pool": "win-build" } });
    expect(row).not.toHaveProperty("privateIp");
    expect(typeof row === "object" && row.stateReason).toEqual(reason);
  });

  test("stays pending without end in the zone that swallows, and runs in another", async () => {
    const { launched, pass, statesOf } = troubled({ kind: "launch-hangs", az: `${REGION}a` });
    const id = await launched(0, linux);
    const other = await launched(0, aLaunch({ intent: anIntent({ az: `${REGION}b`, count: 1, token: "other" }) }));
    await pass(HOUR_MS);
    expect([statesOf(id), statesOf(other)]).toEqual([["pending"], ["pending", "running"]]);
  });
});

describe("a start that EC2 accepts", () => {
  test("falls back, and the next one runs", async () => {
    const { stopped, ports, during, statesOf, look } = troubled({ kind: "start-falls-back", times: 1 });
    const id = await stopped();
    expect(await during(MINUTE_MS, () => ports.power.start(id))).toEqual({ kind: "asked" });
    expect(statesOf(id).slice(-2)).toEqual(["pending", "stopped"]);
    expect(await look(id)).toMatchObject({ stateReason: KEY_UNUSABLE });
    await during(MINUTE_MS, () => ports.power.start(id));
    expect(statesOf(id).at(-1)).toBe("running");
  });
});

describe("a call that EC2 refuses", () => {
  const denied = { code: "UnauthorizedOperation", text: "You are not authorized to perform this operation." };
  const fate = { fate: "retry-after", code: denied.code };

  test("is answered as the table of failures has it, for as long as that lasts", async () => {
    const { stopped, ports, thrown, troubles } = troubled();
    const id = await stopped();
    const end = troubles.begin({ kind: "refused", call: "StartInstances", ...denied });
    expect(await thrown(() => ports.power.start(id))).toMatchObject(fate);
    troubles.begin({ kind: "refused", call: "StartInstances", code: "InvalidAMIID.NotFound" });
    end();
    const impossible = { kind: "impossible", error: "InvalidAMIID.NotFound" };
    expect(await thrown(() => ports.power.start(id))).toEqual(impossible);
    troubles.clear();
    expect(await thrown(() => ports.power.start(id))).toEqual({ kind: "asked" });
  });

  test.each([
    ["RunInstances", "VcpuLimitExceeded", { kind: "no-capacity", error: "VcpuLimitExceeded" }],
    ["RunInstances", denied.code, fate],
    ["StopInstances", denied.code, fate],
    ["CreateTags", denied.code, fate],
  ] as const)("may be %s: %s", async (call, code, answer) => {
    const { stopped, ports, thrown, troubles } = troubled();
    const id = await stopped();
    troubles.begin({ kind: "refused", call, code });
    const works: Record<typeof call, () => Promise<unknown>> = {
      RunInstances: () => ports.launcher.launch(aLaunch({ intent: anIntent({ count: 1, token: "another" }) })),
      StopInstances: () => ports.power.stop(id, { hibernate: false }),
      CreateTags: () => ports.modifications.tag(id, { a: "b" }),
    };
    expect(await thrown(works[call])).toMatchObject(answer);
  });

  test("may be the termination of an instance that is protected, and of no other", async () => {
    const { stopped, ports, thrown, machines } = troubled();
    const id = await stopped();
    const machine = machines.get(id)!;
    machine.isProtected = true;
    const kept = await thrown(() => ports.power.terminate(id, { spot: false }));
    expect(kept).toMatchObject({ code: "OperationNotPermitted", message: expect.stringContaining(id) });
    machine.isProtected = false;
    expect(await thrown(() => ports.power.terminate(id, { spot: false }))).toEqual({ kind: "asked" });
  });

  test("is throttled once its bucket is empty, and taken again once it has filled up", async () => {
    const { stopped, ports, thrown, pass, calls } = troubled({ kind: "buckets", part: 1 });
    const id = await stopped();
    const answers: unknown[] = [];
    for (let nth = 0; nth < 6; nth += 1) answers.push(await thrown(() => ports.power.start(id)));
    expect(answers.slice(0, 5).map((answer) => (answer as { kind: string }).kind)).not.toContain(undefined);
    expect(answers[5]).toMatchObject({ fate: "retry-after", code: "RequestLimitExceeded" });
    await pass(SECOND_MS);
    expect(await thrown(() => ports.power.start(id))).toMatchObject({ kind: "already" });
    expect(calls().StartInstances).toBe(7);
  });

  test("is throttled where it asks for more instances than the resource bucket holds", async () => {
    const { ports, thrown } = troubled({ kind: "buckets", part: 0.01 });
    const launch = (count: number, token: string) => () =>
      ports.launcher.launch(aLaunch({ intent: anIntent({ count, token }) }));
    expect(await thrown(launch(11, "one"))).toMatchObject({ code: "RequestLimitExceeded" });
    expect(await thrown(launch(10, "two"))).toMatchObject({ kind: "launched" });
  });
});

describe("what takes long", () => {
  test.each([
    ["plain", { hibernate: false }, "stopped"],
    ["plain", { hibernate: true }, "stopping"],
    ["force", { hibernate: false }, "stopping"],
    ["force", { hibernate: false, force: true }, "stopped"],
  ] as const)("is a hibernation that is stuck until a %s stop: %o leaves it %s", async (until, options, state) => {
    const { launched, stop, pass, machines } = troubled({ kind: "hibernate-stuck", until });
    const id = await launched(2 * MINUTE_MS, linux);
    expect(await stop(id, { hibernate: true })).toEqual({ kind: "asked" });
    await pass(HOUR_MS);
    expect(machines.get(id)?.state).toBe("stopping");
    expect(await stop(id, options)).toEqual({ kind: "already" });
    await pass(5 * MINUTE_MS);
    expect(machines.get(id)?.state).toBe(state);
  });

  test("is a stop, and a termination", async () => {
    const { launched, stop, pass, machines, ports, during } = troubled(
      { kind: "slow", what: "stop", byMs: 10 * MINUTE_MS },
      { kind: "slow", what: "terminate", byMs: 30 * MINUTE_MS },
    );
    const id = await launched(2 * MINUTE_MS, linux);
    await stop(id);
    await pass(10 * MINUTE_MS);
    expect(machines.get(id)?.state).toBe("stopping");
    await pass(5 * MINUTE_MS);
    await during(30 * MINUTE_MS, () => ports.power.terminate(id, { spot: false }));
    expect(machines.get(id)?.state).toBe("shutting-down");
    await pass(5 * MINUTE_MS);
    expect(machines.get(id)?.state).toBe("terminated");
  });
});

describe("what EC2 shows", () => {
  test("of an instance by its id may be older, and not there yet", async () => {
    const { launched, look, pass } = troubled({ kind: "stale-look", byMs: 30 * SECOND_MS });
    const id = await launched(0, linux);
    expect(await look(id)).toBe("unknown");
    await pass(30 * SECOND_MS);
    expect(await look(id)).toMatchObject({ observed: { state: "pending", at: EPOCH + 30 * SECOND_MS } });
  });

  test("of one that is ending may be without tags", async () => {
    const { launched, look, power, machines } = troubled({ kind: "tags-lost-at-end" });
    const id = await launched(2 * MINUTE_MS, linux);
    power.destroy(machines.get(id)!);
    expect(await look(id)).toMatchObject({ observed: { state: "shutting-down" }, tags: {} });
    expect(await look(instanceNo(404))).toBe("unknown");
  });
});

describe("a trouble", () => {
  test("strikes in its place, as often as it may, and is reported each time", async () => {
    const { troubles } = openWorld();
    let struck = 0;
    troubles.begin({ kind: "launch-dies", az: "a", type: "t", pool: "p", times: 2 }, () => {
      struck += 1;
    });
    const at = (az: string, type: string, pool: string) => troubles.strike("launch-dies", { az, type, pool });
    expect([at("b", "t", "p"), at("a", "u", "p"), at("a", "t", "q"), troubles.strike("launch-hangs")]).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect([at("a", "t", "p"), at("a", "t", "p"), at("a", "t", "p")].map((each) => each?.kind)).toEqual([
      "launch-dies",
      "launch-dies",
      undefined,
    ]);
    expect(struck).toBe(2);
  });

  test("that has a chance strikes some", () => {
    const { troubles } = openWorld();
    troubles.begin({ kind: "stale-look", byMs: 1, chance: 0.5 });
    const struck = Array.from({ length: 200 }, () => troubles.strike("stale-look")).filter((each) => each);
    expect(struck.length).toBeGreaterThan(60);
    expect(struck.length).toBeLessThan(140);
  });
});
