import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../../core/flows/claim-instance.ts";
import { releaseClaim } from "../../../../core/flows/release-claim.ts";
import { giveBack } from "../../../../core/flows/steps/give-back.ts";
import { move } from "../../../../core/flows/steps/move.ts";
import type { Overrides } from "../../../../core/model/overrides.ts";
import { HOUR_MS } from "../../../../core/model/time.ts";
import { aPool, inState, instanceNo } from "../../../builders.ts";
import { FIRST, gone, persist, REQUEST, SECOND, settle, warned } from "../persisting.ts";
import { type Stage, stage } from "../stage.ts";

const dns = { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 60 };
const OVERRIDES: readonly [string, Overrides][] = [
  ["a private address", { dns }],
  ["an Elastic IP", { dns, elasticIp: "eipalloc-1" }],
];

/** A persistent claim, or a plain one, that has been delivered an instance for an hour. */
async function delivered(overrides: Overrides, isKept = true): Promise<Stage> {
  const pool = aPool({ allows: { names: [{ zone: dns.zone, under: dns.name }], elasticIps: ["eipalloc-1"] } });
  const instances = [1, 2, 3].map((n) => inState("warm", { id: instanceNo(n) }));
  const on = await stage({ pools: [pool], instances });
  const { persistent: _, ...plain } = REQUEST;
  await claimInstance(on.ports, { ...(isKept ? REQUEST : plain), ...overrides });
  await settle(on, FIRST);
  on.clock.at += HOUR_MS;
  on.takeActions();
  return on;
}
/** Its instance fails before it is delivered, and the claim goes on. */
async function fails(on: Stage, id: string) {
  const { instance = "" } = await on.claim(id);
  const stamp = { at: on.clock.at, cause: "event:x" };
  await move(on.ports, instance, () => ({ name: "ec2:terminated", seenAt: on.clock.at, ...stamp }));
}
const unnamed = (on: Stage) =>
  on.takeActions().flatMap((action) => (action.do === "unname" ? [`${action.instance} ${action.target}`] : []));

describe.each(OVERRIDES)("the name of a persistent claim, for %s", (_, overrides) => {
  const target = overrides.elasticIp ?? inState("warm").privateIp;

  it.each<[string, (on: Stage) => Promise<unknown>]>([
    ["is lost", (on) => gone(on, FIRST)],
    [
      "is announced to go, and the next one is delivered",
      async (on) => {
        await warned(on, FIRST);
        await persist(on);
        await settle(on, SECOND);
        await persist(on);
        expect((await on.claim(FIRST)).state).toBe("released");
      },
    ],
    [
      "fails before it is delivered",
      async (on) => {
        await gone(on, FIRST);
        await persist(on);
        await fails(on, SECOND);
      },
    ],
    ["is given back by somebody while the desired state goes on", (on) => giveBack(on.ports, FIRST, {})],
  ])("is not taken back when an instance of it %s", async (_when, happens) => {
    const on = await delivered(overrides);
    await happens(on);
    expect(unnamed(on)).toEqual([]);
  });

  it("is taken back once it is released, from the instance that it has then", async () => {
    const on = await delivered(overrides);
    await gone(on, FIRST);
    await persist(on);
    await settle(on, SECOND);
    on.takeActions();
    on.clock.at += HOUR_MS;
    await releaseClaim(on.ports, FIRST, {});
    const { instance } = await on.claim(SECOND);
    expect(unnamed(on)).toEqual([`${instance} ${target}`]);
  });

  it("is taken back when it is released while there is no instance", async () => {
    const on = await delivered(overrides);
    const { instance } = await on.claim(FIRST);
    await gone(on, FIRST);
    await releaseClaim(on.ports, FIRST, {});
    expect(unnamed(on)).toEqual([]);
    await persist(on);
    expect(unnamed(on)).toEqual([`${instance} ${target}`]);
  });

  it("is taken back when it is released while its claim waits, whose last instance failed it", async () => {
    const on = await delivered(overrides);
    await gone(on, FIRST);
    await persist(on);
    const { instance } = await on.claim(SECOND);
    await fails(on, SECOND);
    expect(await on.claim(SECOND)).toMatchObject({ state: "pending" });
    await releaseClaim(on.ports, FIRST, {});
    await persist(on);
    expect(unnamed(on)).toContain(`${instance} ${target}`);
  });

  it("is taken back although the desired state is released between the look at it and the end of its lease", async () => {
    const on = await delivered(overrides);
    const { instance } = await on.claim(FIRST);
    on.before("records.commit", () => releaseClaim(on.ports, FIRST, {}));
    await gone(on, FIRST);
    await persist(on);
    expect(unnamed(on)).toContain(`${instance} ${target}`);
  });

  it("is taken back at once where the claim is not persistent", async () => {
    const on = await delivered(overrides, false);
    const { instance } = await on.claim(FIRST);
    await gone(on, FIRST);
    expect(unnamed(on)).toEqual([`${instance} ${target}`]);
  });
});
