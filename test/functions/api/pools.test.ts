import { beforeEach, describe, expect, it } from "vitest";
import { POOL, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("pools", () => {
  it("explain what they would do next, and why, without doing it", async () => {
    await plane.setPool({ target: { running: 0, hibernated: 0, stopped: 2 } });
    const { body } = await plane.ask("GET", `/pools/${POOL}/plan`);
    expect(body.launches).toEqual([
      { tier: "stopped", az: `${REGION}a`, type: "m6i.xlarge", count: 1 },
      { tier: "stopped", az: `${REGION}b`, type: "m6i.xlarge", count: 1 },
    ]);
    expect(body.reasons).toEqual([
      expect.objectContaining({ code: "below-target", text: "tier stopped holds 0 of 2" }),
    ]);
    expect((await plane.ports.ledgers.find(POOL)).epoch).toBe(0);
    expect((await plane.ask("GET", "/pools/nowhere/plan")).status).toBe(404);
  });

  it("are counted by tier and state", async () => {
    await plane.setPool();
    await plane.warm(1);
    await plane.warm(2);
    expect((await plane.ask("GET", "/pools")).body.pools).toEqual([
      expect.objectContaining({ id: POOL, counts: { stopped: { warm: 2 } }, pending: 0 }),
    ]);
  });

  it("answer a path nobody knows with 404", async () => {
    expect(await plane.ask("GET", "/pool")).toMatchObject({ status: 404, body: { error: { code: "no-such-path" } } });
  });
});
