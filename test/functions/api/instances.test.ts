import { beforeEach, describe, expect, it } from "vitest";
import { nonceOf } from "../../../core/model/start.ts";
import { bootstrapOf } from "../../../core/readiness/bootstrap.ts";
import { api } from "../../../functions/routes.ts";
import { guestCaller } from "../../../local/client.ts";
import { anInstance, CALLER, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

/** The header of a request that the n-th instance signed. */
const as = (n: number) => ({ "x-greenroom-caller": guestCaller(instanceNo(n)) });

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("instances", () => {
  it("report what a signal still lacks, in words the guest can act on", async () => {
    await plane.setPool();
    await plane.ports.records.commit({
      instance: anInstance({
        id: instanceNo(1),
        state: "preparing",
        version: 1,
        observed: { state: "running", at: EPOCH },
      }),
    });
    const { status, body } = await plane.ask(
      "POST",
      `/instances/${instanceNo(1)}/signals`,
      {
        name: "clock",
        offsetMs: 86_400_000,
      },
      as(1),
    );
    expect(status).toBe(200);
    expect(body.accepted).toBe(true);
    expect(body.verdict.kind).toBe("waiting");
    expect(body.verdict.reasons.map(({ text }) => text)).toContain(
      "its clock is off by 86400000 ms, allowed are 1000; set the clock and report again",
    );
  });

  it("refuse signals from instances nobody knows, and signals that are none", async () => {
    expect((await plane.ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "agent" }, as(7))).status).toBe(404);
    expect((await plane.ask("POST", "/instances/i-nonsense/signals", { name: "agent" })).status).toBe(404);
    expect(await plane.ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "Not A Name" })).toMatchObject({
      status: 400,
      body: { error: { field: "name" } },
    });
  });
});

describe("a caller that reports for an instance", () => {
  const says = (caller?: string) =>
    plane.ask(
      "POST",
      `/instances/${instanceNo(1)}/signals`,
      { name: "agent" },
      caller === undefined ? {} : { "x-greenroom-caller": caller },
    );
  beforeEach(() =>
    plane.ports.records.commit({ instance: anInstance({ id: instanceNo(1), state: "preparing", version: 1 }) }),
  );

  it.each([
    ["another instance of the same role", guestCaller(instanceNo(2))],
    ["an engineer", CALLER],
    ["nobody in particular", undefined],
    ["somebody whose session only begins with its id", `${guestCaller(instanceNo(1))}0`],
  ])("and is %s is refused, and nothing of it is believed", async (_, caller) => {
    expect(await says(caller)).toMatchObject({
      status: 403,
      body: { error: { code: "not-yourself", field: "instance" } },
    });
    expect(await plane.ports.instances.find(instanceNo(1))).toMatchObject({ version: 1, signals: {} });
    expect(plane.counted).toEqual([`identity-mismatch ${POOL}`]);
    expect(await plane.ports.alerts.list()).toMatchObject([
      { id: `identity-mismatch.${POOL}`, state: "raised", last: { cause: `signal:${instanceNo(1)}` } },
    ]);
  });

  it("and is not it, again and again, is reported once", async () => {
    for (let n = 0; n < 3; n += 1) await says(CALLER);
    expect(await plane.ports.alerts.list()).toMatchObject([{ version: 1 }]);
    expect(plane.counted).toHaveLength(3);
  });

  it("and is itself is heard, behind API Gateway too", async () => {
    const event = { requestContext: { authorizer: { iam: { userArn: guestCaller(instanceNo(1)) } } } };
    const asked = { method: "POST", body: JSON.stringify({ name: "agent" }) };
    const request = new Request(`http://plane/instances/${instanceNo(1)}/signals`, asked);
    expect((await api(plane.ports).fetch(request, { event })).status).toBe(200);
  });

  it("is not believed by a header behind API Gateway", async () => {
    const event = { requestContext: { authorizer: { iam: { userArn: CALLER } } } };
    const asked = { method: "POST", body: JSON.stringify({ name: "agent" }), headers: as(1) };
    const request = new Request(`http://plane/instances/${instanceNo(1)}/signals`, asked);
    expect((await api(plane.ports).fetch(request, { event })).status).toBe(403);
  });

  it("does not learn whether an instance exists", async () => {
    const { status } = await plane.ask("POST", `/instances/${instanceNo(9)}/signals`, { name: "agent" }, as(1));
    expect(status).toBe(403);
    expect(plane.counted).toEqual(["identity-mismatch (unknown)"]);
    expect(await plane.ports.alerts.list()).toEqual([]);
  });
});

describe("an instance's brief", () => {
  const bootstrap = (n: number, caller = n) =>
    plane.ask("GET", `/instances/${instanceNo(n)}/bootstrap`, undefined, as(caller));

  it("is reported to the instance itself, and what it says then is for that start", async () => {
    const instance = inState("preparing", { version: 1 });
    await plane.ports.records.commit({ instance });
    const { status, body } = await bootstrap(1);
    expect({ status, body }).toEqual({ status: 200, body: bootstrapOf(instance) });
    const says = async (nonce: string | undefined) =>
      (await plane.ask("POST", `/instances/${instance.id}/signals`, { name: "agent", boot: 2, nonce }, as(1))).body;
    expect(await says("0000000000000000")).toMatchObject({
      accepted: false,
      reasons: [{ code: "of-another-start", text: expect.stringMatching(/^agent was reported for another start/) }],
      instance: { signals: [] },
    });
    expect(await says(nonceOf(instance))).toMatchObject({ accepted: true });
    const kept = (await plane.ports.instances.find(instance.id))?.signals.agent;
    expect(kept).toMatchObject({ boot: 2, nonce: nonceOf(instance) });
  });

  it("is reported to nobody else", async () => {
    await plane.ports.records.commit({ instance: inState("preparing", { version: 1 }) });
    expect((await bootstrap(1, 2)).status).toBe(403);
  });

  it("comes once there is a record", async () => {
    expect((await bootstrap(3)).status).toBe(404);
  });
});

describe("the stages of a pool's preparations", () => {
  const stages = (pool: string) => plane.text("GET", `/pools/${pool}/stages`);

  it("are reported by image, over every record of the pool", async () => {
    await plane.setPool();
    for (let n = 1; n <= 250; n += 1)
      await plane.ports.records.commit({
        instance: anInstance({ id: instanceNo(n), version: 1, stages: { agent: n } }),
      });
    expect(JSON.parse((await stages(POOL)).body)).toEqual({
      instances: 250,
      images: [
        { imageId: anInstance().imageId, stages: [{ stage: "agent", n: 250, p50Ms: 125, p90Ms: 225, p99Ms: 248 }] },
      ],
    });
  });

  it("are a bounded sample of a large pool, and of no pool none", async () => {
    await plane.setPool();
    for (let n = 1; n <= 1_100; n += 1)
      await plane.ports.records.commit({ instance: anInstance({ id: instanceNo(n), version: 1 }) });
    expect(JSON.parse((await stages(POOL)).body)).toMatchObject({ instances: 1_000 });
    expect((await stages("nobody")).status).toBe(404);
  });
});
