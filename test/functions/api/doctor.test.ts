import { beforeEach, describe, expect, it } from "vitest";
import { inState, instanceNo, POOL } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});
/** What the answer holds that no other route's does. */
const checksOf = (body: object) => body as unknown as { at: string; caller: string; checks: readonly object[] };

describe("a checkup", () => {
  it("reports when it was made, whom it takes the caller for, and each thing it looked at", async () => {
    await plane.setPool();
    const { status, body } = await plane.ask("GET", "/checks", undefined, { "x-greenroom-caller": "ops" });
    const { at, caller, checks } = checksOf(body);
    expect({ status, at, caller }).toEqual({ status: 200, at: "2026-01-05T09:00:00.000Z", caller: "ops" });
    expect(checks).toContainEqual({
      kind: "dead-letters",
      of: "wake",
      outcome: "ok",
      found: { count: 0 },
      says: "no message was given up",
    });
    expect(checks).toContainEqual(
      expect.objectContaining({ kind: "permissions", of: `${POOL} api`, outcome: "unknown" }),
    );
  });

  it("takes no parameters, and says so", async () =>
    expect((await plane.ask("GET", "/checks?pool=a")).body.error).toMatchObject({
      field: "pool",
      fix: "leave it out",
    }));

  it("has permissions tried when it is asked to, pool by pool", async () => {
    await plane.setPool();
    await plane.warm(1);
    const { status, body } = await plane.ask("POST", "/checks/permissions", {});
    expect({ status, body }).toEqual({ status: 202, body: { at: "2026-01-05T09:00:00.000Z", pools: [POOL] } });
    expect(plane.queued.map(({ queue, text }) => [queue, JSON.parse(text).detail.action])).toEqual([
      [
        "actions",
        { do: "dry-run", pool: POOL, instance: instanceNo(1), cause: expect.stringMatching(/^checkup:\d+$/) },
      ],
    ]);
    expect((await plane.ask("POST", "/checks/permissions", { pool: POOL })).status).toBe(400);
  });
});

describe("a pool that is to be torn down", () => {
  it("says so at once, and what is there to end", async () => {
    await plane.setPool();
    await plane.warm(1);
    const { status, body } = await plane.ask("POST", `/pools/${POOL}/drain`, {});
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { isNew: true, pool: { id: POOL, version: 2, draining: true, status: { state: "draining", launches: 0 } } },
    });
    expect((await plane.ask("POST", `/pools/${POOL}/drain`)).body.isNew).toBe(false);
  });

  it("is drained when nothing is there, and not while a claim holds something", async () => {
    await plane.setPool({ draining: true });
    expect((await plane.ask("GET", `/pools/${POOL}`)).body).toMatchObject({ status: { state: "drained" } });
    await plane.ports.records.commit({ instance: inState("in-use") });
    expect((await plane.ask("GET", `/pools/${POOL}`)).body).toMatchObject({ status: { state: "draining" } });
  });

  it("must be one, and the request no more than that", async () => {
    expect((await plane.ask("POST", "/pools/nobody/drain", {})).status).toBe(404);
    await plane.setPool();
    expect((await plane.ask("POST", `/pools/${POOL}/drain`, { claims: "release" })).status).toBe(400);
    expect((await plane.ports.pools.find(POOL))?.draining).toBeUndefined();
  });
});
