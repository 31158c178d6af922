import { describe, expect, test } from "vitest";
import type { InstanceId } from "../../core/model/ids.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../core/model/time.ts";
import type { ClaimDetails } from "../../events/notices/claim-changed.v1.ts";
import { get, post, put } from "../../local/client.ts";
import { type CloudOptions, localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { EPOCH } from "../builders.ts";

interface Body {
  readonly claim: ClaimDetails;
  readonly claims: readonly { readonly claim: ClaimDetails }[];
}

/** A cloud whose pools are full, and what a claimant does with it. */
async function filled(options: Partial<CloudOptions> = {}) {
  const cloud = localCloud({ seed: 1, start: EPOCH, ...options });
  const watching = reporter(cloud, 1);
  const told: ClaimDetails[] = [];
  cloud.subscribe((notice) => {
    if (notice.kind === "claim") told.push(notice.resource);
  });
  const pass = (ms: number) => cloud.run(cloud.clock.now() + ms);
  /** Done in the cloud's time, within a minute. */
  async function within<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const done: Answer[] = [];
    cloud.scheduler.after(0, async () => void done.push(await work()));
    await pass(MINUTE_MS);
    return done[0]!;
  }
  const ask = (request: Request): Promise<Body> =>
    within(async () => (await (await cloud.api.fetch(request)).json()) as Body);
  await ask(put("/pools", DEMO_POOLS));
  await pass(HOUR_MS);
  const claim = async (body: object) => (await ask(post("/pools/linux-ci/claims", body))).claim;
  const look = async (id: string) => (await ask(get(`/claims/${id}`, "local"))).claim;
  const warn = (id: InstanceId, type: string, detail: object) =>
    cloud.put({
      version: "0",
      id: `${type}-${id}`,
      "detail-type": type,
      source: "aws.ec2",
      account: "111122223333",
      time: iso(cloud.clock.now()),
      region: "eu-central-1",
      resources: [],
      detail: { "instance-id": id, ...detail },
    });
  const machine = (id: InstanceId | undefined) => cloud.world.machines.get(id ?? "");
  /** Claims that have, or wait for, an instance. */
  const live = () =>
    within(async () => {
      const all = await cloud.ports.claims.page("linux-ci", { limit: 200 });
      return all.filter(({ endedAt }) => endedAt === undefined);
    });
  return { cloud, pass, ask, claim, look, warn, machine, live, told, report: () => watching.report({ atEnd: true }) };
}

describe("a persistent claim", () => {
  test("gets another instance when its own is lost, and both ids lead to it", async () => {
    const { cloud, pass, claim, look, machine, told } = await filled();
    const first = await claim({ key: "ci", persistent: true });
    await pass(5 * MINUTE_MS);
    expect(await look(first.id)).toMatchObject({ state: "delivered", persistent: { generation: 1 } });
    cloud.world.power.destroy(machine(first.instance)!);
    await pass(10 * MINUTE_MS);

    const now = await look(first.id);
    expect(now).toMatchObject({ state: "delivered", persistent: { generation: 2 } });
    expect(now.id).not.toBe(first.id);
    expect(machine(now.instance)?.state).toBe("running");
    expect(await claim({ key: "ci", persistent: true })).toMatchObject({ id: now.id });
    expect(await look(now.id)).toMatchObject({ id: now.id });
    expect(told).toContainEqual(expect.objectContaining({ id: first.id, state: "lost", successor: now.id }));
  });

  test("has the next instance before a warned one is given back", async () => {
    const { pass, claim, look, machine, warn, told, live, report } = await filled();
    const first = await claim({ key: "ci", persistent: true });
    await pass(15 * MINUTE_MS);
    warn(first.instance ?? "", "EC2 Instance Rebalance Recommendation", {});
    await pass(10 * MINUTE_MS);

    const now = await look(first.id);
    expect(now).toMatchObject({ state: "delivered", persistent: { generation: 2 } });
    const delivered = told.find(({ id, state }) => id === now.id && state === "delivered")?.deliveredAt ?? "terminal";
    const ended = told.find(({ id, state }) => id === first.id && state === "released")?.endedAt ?? "terminal";
    expect(delivered < ended).toBe(true);
    expect(machine(first.instance)?.state).toBe("terminated");
    expect((await live()).map(({ id }) => id)).toEqual([now.id]);
    expect(report().violations).toEqual([]);
  });

  test("is over when any of its claims is released, and nothing is claimed for it any more", async () => {
    const { cloud, pass, ask, claim, look, machine, live } = await filled();
    const first = await claim({ key: "ci", persistent: true });
    await pass(5 * MINUTE_MS);
    cloud.world.power.destroy(machine(first.instance)!);
    await pass(10 * MINUTE_MS);
    const now = await look(first.id);
    await ask(post(`/claims/${first.id}/release`, {}));
    await pass(HOUR_MS);
    expect(await look(now.id)).toMatchObject({ state: "released" });
    expect(await look(first.id)).toMatchObject({
      id: first.id,
      state: "lost",
      persistent: { endedAt: expect.any(String) },
    });
    expect(await live()).toEqual([]);
  });

  test("is over though it is released between a warning and what follows from it", async () => {
    for (const seconds of [0, 1, 2, 3, 5, 8, 13, 21, 34]) {
      const { cloud, pass, claim, warn, live } = await filled({ seed: seconds + 1 });
      const first = await claim({ key: "ci", persistent: true });
      await pass(15 * MINUTE_MS);
      warn(first.instance ?? "", "EC2 Spot Instance Interruption Warning", { "instance-action": "terminate" });
      cloud.scheduler.after(seconds * 1_000, async () => {
        await cloud.api.fetch(post(`/claims/${first.id}/release`, {}));
      });
      await pass(30 * MINUTE_MS);
      expect(await live()).toEqual([]);
    }
  });

  test("of many that are asked for together each has an instance, and asking again answers the same", async () => {
    const { ask, pass, live } = await filled();
    const body = { key: "ci", persistent: true, count: 3 };
    const { claims } = await ask(post("/pools/linux-ci/claims", body));
    expect(claims.map(({ claim }) => claim.persistent?.position)).toEqual([1, 2, 3].map((nth) => ({ nth, of: 3 })));
    await pass(10 * MINUTE_MS);
    const again = await ask(post("/pools/linux-ci/claims", body));
    expect(again.claims.map(({ claim }) => claim.id)).toEqual(claims.map(({ claim }) => claim.id));
    expect((await live()).map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test("is looked after though every message about it is lost", async () => {
    let deaf = false;
    const { cloud, pass, claim, look, machine } = await filled({
      faults: async (call, work) => {
        const [actions] = call.args as readonly [readonly { readonly do: string; readonly cause: string }[]];
        const isTold =
          call.port === "actions" && actions.some((each) => each.do === "keep" && !/^tick/.test(each.cause));
        return deaf && isTold ? (undefined as never) : work();
      },
    });
    const first = await claim({ key: "ci", persistent: true });
    await pass(15 * MINUTE_MS);
    deaf = true;
    cloud.world.power.destroy(machine(first.instance)!);
    await pass(25 * MINUTE_MS);
    expect(await look(first.id)).toMatchObject({ state: "delivered", persistent: { generation: 2 } });
  });
});
