import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { anIntent, aTemplate } from "../../builders.ts";
import { aLaunch, troubled } from "./given.ts";

const spot = aLaunch({ template: aTemplate({ os: "linux", market: "spot" }) });

describe("a persistent Spot request", () => {
  const live = ({ machines }: ReturnType<typeof troubled>) =>
    [...machines.values()].filter(({ state }) => state === "running");

  test("that nobody cancelled launches an instance without tags in place of one that ended", async () => {
    const world = troubled({ kind: "spot-respawns" });
    const id = await world.launched(2 * MINUTE_MS, spot);
    world.power.destroy(world.machines.get(id)!);
    await world.pass(10 * MINUTE_MS);
    expect(live(world)).toMatchObject([{ tags: {}, isRespawned: true, spotRequest: expect.stringMatching(/^sir-/) }]);
    expect(world.spotRequests.all()).toMatchObject([
      { type: "persistent", state: "active", instance: live(world)[0]?.id, tags: { "greenroom:pool": "win-build" } },
    ]);
  });

  test.each([
    ["that ended with its instance", "ends"],
    ["that was cancelled while it was open", "cancelled"],
    ["that is of one time", "one-time"],
  ])("%s launches none", async (_, how) => {
    const world = troubled({ kind: "spot-respawns", afterMs: 5 * MINUTE_MS });
    const tier = how === "one-time" ? "running" : "stopped";
    const id = await world.launched(2 * MINUTE_MS, { ...spot, intent: anIntent({ count: 1, tier }) });
    if (how === "ends") await world.during(0, () => world.ports.power.terminate(id, { spot: true }));
    else world.power.destroy(world.machines.get(id)!);
    await world.pass(3 * MINUTE_MS);
    const [request] = world.spotRequests.all();
    if (how === "cancelled") world.spotRequests.cancel(request!.id);
    await world.pass(10 * MINUTE_MS);
    expect(live(world)).toEqual([]);
    expect(world.spotRequests.all()[0]?.state).toBe(how === "one-time" ? "closed" : "cancelled");
  });
});
