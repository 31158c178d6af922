import { beforeEach, describe, expect, it } from "vitest";
import { CANDIDATES_MAX, REQUEST_BYTES_MAX } from "../../../core/model/limits.ts";
import { instanceNo, POOL, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("POST /pools/{pool}/claims", () => {
  it("answers a hit with the claim's id, the instance's id, its state and full details", async () => {
    await plane.setPool();
    await plane.warm(1);
    const { status, body } = await plane.ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
    expect(status).toBe(201);
    expect(body.claim).toMatchObject({ kind: "hit", state: "leased", instance: instanceNo(1), pool: POOL });
    expect(body.instance).toMatchObject({
      id: instanceNo(1),
      state: "handing-over",
      claim: body.claim.id,
      region: REGION,
    });
    expect(body.reasons).toEqual([expect.objectContaining({ code: "warm-found", text: "a warm instance was free" })]);
  });

  it("is one claim per caller and key: asked again it answers the same, with 200", async () => {
    await plane.setPool();
    await plane.warm(1);
    await plane.warm(2);
    const first = await plane.ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
    const again = await plane.ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
    expect(again.status).toBe(200);
    expect(again.body.claim.id).toBe(first.body.claim.id);
    expect(again.body.claim.instance).toBe(first.body.claim.instance);
    const other = await plane.ask(
      "POST",
      `/pools/${POOL}/claims`,
      { key: "job-1" },
      { "x-greenroom-caller": "somebody-else" },
    );
    expect(other.body.claim.id).not.toBe(first.body.claim.id);
  });

  it("hits while anything is warm, wherever in the spread it lies", async () => {
    await plane.setPool({ max: { instances: 100 } });
    const all = CANDIDATES_MAX * 5;
    for (let n = 1; n <= all; n += 1) await plane.warm(n);
    const kinds = [];
    for (let n = 1; n <= all; n += 1)
      kinds.push((await plane.ask("POST", `/pools/${POOL}/claims`, { key: `job-${n}` })).body.claim.kind);
    expect(kinds).toEqual(Array.from({ length: all }, () => "hit"));
  });

  it("says which pools there are when this one is not", async () => {
    await plane.setPool();
    const { status, body } = await plane.ask("POST", "/pools/nowhere/claims", { key: "job-1" });
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: "no-match", field: "pool", fix: `ask for one of: ${POOL}` });
  });

  it.each([
    ["no key", {}, "key"],
    ["an empty key", { key: "" }, "key"],
    ["a key that is no text", { key: 7 }, "key"],
    ["a field nobody knows", { key: "k", size: "large" }, "(body)"],
    ["a tag of ours", { key: "k", tags: { "greenroom:pool": "x" } }, "tags.greenroom:pool"],
    ["a list", [], "(body)"],
  ])("refuses %s, naming the field", async (_, body, field) => {
    await plane.setPool();
    const answer = await plane.ask("POST", `/pools/${POOL}/claims`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.problems.map(({ field }) => field)).toContain(field);
  });

  it("reports the value of a field at fault, and nothing of a script", async () => {
    const { body } = await plane.ask("POST", "/claims", { key: "job-1", pool: 7, tags: { a: true }, userData: 12_345 });
    expect(body.error.message).toBe(
      "pool: must be text; it is 7; tags.a: must be text; it is true; userData: must be text",
    );
  });

  it("refuses what is not JSON, and what is too large", async () => {
    await plane.setPool();
    expect(await plane.ask("POST", `/pools/${POOL}/claims`, "{ key")).toMatchObject({
      status: 400,
      body: { error: { field: "(body)" } },
    });
    const large = await plane.ask(
      "POST",
      `/pools/${POOL}/claims`,
      JSON.stringify({ key: "x".repeat(REQUEST_BYTES_MAX) }),
    );
    expect(large).toMatchObject({ status: 413, body: { error: { code: "too-large" } } });
  });
});

describe("POST /claims", () => {
  it("finds a pool by what the instance must be", async () => {
    await plane.setPool();
    await plane.warm(1);
    const { body } = await plane.ask("POST", "/claims", { key: "job-1", type: "m6i.xlarge", region: REGION });
    expect(body.claim).toMatchObject({ pool: POOL, kind: "hit" });
  });

  it("says which types there are when no pool has this one", async () => {
    await plane.setPool();
    const { status, body } = await plane.ask("POST", "/claims", { key: "job-1", type: "p5.48xlarge" });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ field: "type", fix: "ask for one of: m5.xlarge, m6i.xlarge" });
  });

  it("wants to know something", async () => {
    expect(await plane.ask("POST", "/claims", { key: "job-1" })).toMatchObject({
      status: 400,
      body: { error: { field: "pool" } },
    });
  });
});

describe("GET and release of a claim", () => {
  it("shows it, releases it once, and says so the second time", async () => {
    await plane.setPool();
    await plane.warm(1);
    const { id } = (await plane.ask("POST", `/pools/${POOL}/claims`, { key: "job-1" })).body.claim;
    expect((await plane.ask("GET", `/claims/${id}`)).body.instance.id).toBe(instanceNo(1));
    const released = await plane.ask("POST", `/claims/${id}/release`, { reuse: false });
    expect(released.body.claim.state).toBe("released");
    expect(released.body.instance.state).toBe("retiring");
    expect((await plane.ask("POST", `/claims/${id}/release`)).body.claim).toEqual(released.body.claim);
  });

  it.each(["claim-00000000000000000000", "nonsense"])("knows no %s", async (id) => {
    expect((await plane.ask("GET", `/claims/${id}`)).status).toBe(404);
    expect((await plane.ask("POST", `/claims/${id}/release`)).status).toBe(404);
  });
});
