import { beforeEach, describe, expect, it } from "vitest";
import { api } from "../../../functions/routes.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { aTarget, CALLER, POOL, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("pools", () => {
  it("explain what they would do next, and why, without doing it", async () => {
    await plane.setPool({ target: aTarget({ stopped: 2 }) });
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

  it("remember who applied them, and by which request", async () => {
    const asked = { method: "PUT", body: JSON.stringify(DEMO_POOLS), headers: { "content-type": "application/json" } };
    const iam = { userArn: `${CALLER}/session` };
    const event = { requestContext: { requestId: "JKJaXmPLvHcESHA=", authorizer: { iam } } };
    await api(plane.ports).fetch(new Request("http://plane/pools", asked), { event });
    const from = {
      cause: "apply:JKJaXmPLvHcESHA=",
      reasons: [{ code: "applied", detail: { caller: expect.stringMatching(/^arn:/) } }],
    };
    expect(await plane.ports.pools.find("linux-ci")).toMatchObject(from);
    expect(await plane.ports.templates.latest("linux-ci")).toMatchObject(from);
  });

  it("are applied by a caller where requests have no id", async () => {
    await plane.ask("PUT", "/pools", DEMO_POOLS, { "x-greenroom-caller": "ada" });
    expect(await plane.ports.pools.find("linux-ci")).toMatchObject({ cause: "apply:ada" });
  });

  it("are not applied where a dry run is asked for with a slip in its name", async () => {
    expect(await plane.ask("PUT", "/pools?dryrun=true", DEMO_POOLS)).toMatchObject({
      status: 400,
      body: { error: { field: "dryrun", fix: "use one of: dryRun" } },
    });
    expect(await plane.ports.pools.list()).toEqual([]);
  });

  it("answer a path nobody knows with 404", async () => {
    expect(await plane.ask("GET", "/pool")).toMatchObject({ status: 404, body: { error: { code: "no-such-path" } } });
  });
});
