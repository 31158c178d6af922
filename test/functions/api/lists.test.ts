import { beforeEach, describe, expect, it } from "vitest";
import { PAGE_MAX } from "../../../core/model/limits.ts";
import { HOUR_MS, iso } from "../../../core/model/time.ts";
import { markerOf } from "../../../functions/api/pager.ts";
import { aClaim, anInstance, aPool, claimNo, EPOCH, inState, instanceNo, next, POOL, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(async () => {
  plane = asking();
  await plane.setPool();
});

/** Two pools: in one a warm instance, a tombstone, and one of another zone that changed later; in the other a warm one. */
async function stock(): Promise<void> {
  const { records, pools } = plane.ports;
  await pools.save(aPool({ id: "linux" }));
  await records.commit({ instance: inState("warm", { id: instanceNo(1) }) });
  await records.commit({ instance: inState("gone", { id: instanceNo(2) }) });
  const later = inState("in-use", { id: instanceNo(3), az: `${REGION}b` });
  await records.commit({ instance: { ...later, last: { ...later.last, at: EPOCH + HOUR_MS } } });
  await records.commit({ instance: inState("warm", { id: instanceNo(4), pool: "linux" }) });
}

/** Every id of a list, page by page. */
async function ids(path: string): Promise<readonly string[]> {
  const seen: string[] = [];
  let marker: string | undefined;
  do {
    const { status, body } = await plane.ask("GET", `${path}${marker ? `&marker=${marker}` : ""}`);
    expect(status).toBe(200);
    seen.push(...(body.instances ?? body.claims ?? body.pools).map(({ id }) => id));
    marker = body.marker;
  } while (marker !== undefined);
  return seen;
}

describe("GET /instances", () => {
  it("lists every pool's, tombstones included, with full details", async () => {
    await stock();
    const { body } = await plane.ask("GET", "/instances");
    expect(body.instances.map(({ id, pool, state, version }) => [id, pool, state, version])).toEqual([
      [instanceNo(4), "linux", "warm", 1],
      [instanceNo(1), POOL, "warm", 1],
      [instanceNo(2), POOL, "gone", 1],
      [instanceNo(3), POOL, "in-use", 1],
    ]);
    expect(body).not.toHaveProperty("marker");
    const one = await plane.ask("GET", `/instances/${instanceNo(1)}`);
    expect(body.instances[1]).toEqual(one.body.instance);
  });

  it.each([
    ["state=warm", [4, 1]],
    ["az=eu-west-1b", [3]],
    [`pool=${POOL}`, [1, 2, 3]],
    ["tombstones=false", [4, 1, 3]],
    [`changedSince=${iso(EPOCH)}`, [4, 1, 2, 3]],
    [`changedSince=${iso(EPOCH + 1)}`, [3]],
    [`changedSince=${encodeURIComponent("2026-01-05T11:00:00+01:00")}`, [3]],
    [`pool=${POOL}&state=warm&az=eu-west-1a&tombstones=true`, [1]],
    ["state=gone&tombstones=false", []],
  ])("lists with %s only those, however small the pages are", async (query, wanted) => {
    await stock();
    for (const limit of [1, 2, 200])
      expect(await ids(`/instances?limit=${limit}&${query}`)).toEqual(wanted.map(instanceNo));
  });

  it("skips and doubles none while others come and go", async () => {
    for (const n of [2, 4, 6]) await plane.warm(n);
    const first = await plane.ask("GET", "/instances?limit=2");
    await plane.warm(1);
    await plane.warm(5);
    await plane.ports.records.commit({ instance: next(anInstance({ id: instanceNo(2) }), { state: "gone" }) });
    const second = await plane.ask("GET", `/instances?limit=9&marker=${first.body.marker}`);
    expect([first, second].map(({ body }) => body.instances.map(({ id }) => id))).toEqual([
      [instanceNo(2), instanceNo(4)],
      [instanceNo(5), instanceNo(6)],
    ]);
  });

  it.each([
    [`limit=${PAGE_MAX + 1}`, "limit", `must be at most ${PAGE_MAX}`],
    ["limit=0", "limit", "must be at least 1"],
    ["limit=many", "limit", 'must be a number; it is "many"'],
    ["limit=1.5", "limit", "must be a whole number"],
    ["marker=garbage", "marker", "it is no marker of this list of instances"],
    [`marker=${instanceNo(1)}`, "marker", "it is no marker of this list of instances"],
    ["marker=", "marker", "it is no marker of this list of instances"],
    [`marker=${markerOf("pools", { pool: POOL })}`, "marker", "it is no marker of this list of instances"],
    [`pool=${POOL}&marker=${markerOf("instances", { pool: "linux" })}`, "marker", "it is no marker of this list"],
    ["state=lukewarm", "state", 'must be one of "launching"'],
    ["az=Here!", "az", 'must be a zone such as eu-west-1a; it is "Here!"'],
    ["changedSince=yesterday", "changedSince", "must be a time such as 2026-01-05T09:00:00Z"],
    ["tombstones=perhaps", "tombstones", 'must be true or false; it is "perhaps"'],
    [`az=${"Z".repeat(120)}`, "az", `eu-west-1a; it is "${"Z".repeat(100)}"`],
    ["stat=warm", "stat", "there is no such parameter"],
  ])("refuses %s, naming the field and what would be right", async (query, field, message) => {
    const { status, body } = await plane.ask("GET", `/instances?${query}`);
    expect(status).toBe(400);
    expect(body.error.field).toBe(field);
    expect(body.error.message).toContain(message);
  });

  it("says what to do with a marker that is none", async () => {
    const { body } = await plane.ask("GET", "/instances?marker=x");
    expect(body.error).toMatchObject({
      code: "bad-marker",
      fix: "give the marker of the list's last answer as it is, or none, to begin anew",
    });
  });

  it("says that there is no such pool", async () => {
    expect(await plane.ask("GET", "/instances?pool=nowhere")).toMatchObject({
      status: 404,
      body: { error: { field: "pool", message: "there is no pool nowhere" } },
    });
  });
});

describe("GET /pools/{pool}/instances", () => {
  it("is the same list, of one pool", async () => {
    await stock();
    expect(await ids(`/pools/${POOL}/instances?limit=2&tombstones=false`)).toEqual([instanceNo(1), instanceNo(3)]);
  });

  it("takes no other pool", async () => {
    expect(await plane.ask("GET", `/pools/${POOL}/instances?pool=linux`)).toMatchObject({
      status: 400,
      body: { error: { field: "pool" } },
    });
    expect((await plane.ask("GET", "/pools/nowhere/instances")).status).toBe(404);
  });
});

describe("GET /claims", () => {
  /** Asked for one after another: one pending, one released an hour later, one pending in another pool. */
  async function claims(): Promise<void> {
    const { records, pools } = plane.ports;
    await pools.save(aPool({ id: "linux" }));
    await records.commit({ claim: aClaim({ id: claimNo(1), requestedAt: EPOCH + 1 }) });
    const released = aClaim({ id: claimNo(2), state: "released" });
    await records.commit({ claim: { ...released, last: { ...released.last, at: EPOCH + HOUR_MS } } });
    await records.commit({ claim: aClaim({ id: claimNo(3), pool: "linux" }) });
  }

  it.each([
    ["", [3, 2, 1]],
    [`pool=${POOL}`, [2, 1]],
    ["state=pending", [3, 1]],
    [`changedSince=${iso(EPOCH + 1)}`, [2]],
  ])(
    "lists with %s those, pool by pool and in the order of asking, however small the pages are",
    async (query, wanted) => {
      await claims();
      for (const limit of [1, 2, 200])
        expect(await ids(`/claims?limit=${limit}&${query}`)).toEqual(wanted.map(claimNo));
    },
  );

  it("reports everything of a claim but its key", async () => {
    await claims();
    const { body } = await plane.ask("GET", "/claims?limit=1");
    const one = await plane.ask("GET", `/claims/${claimNo(3)}`);
    expect(body.claims).toEqual([one.body.claim]);
  });

  it.each([
    ["state=done", "state"],
    [`marker=${markerOf("instances", { pool: POOL })}`, "marker"],
    ["changedSince=1", "changedSince"],
    ["az=eu-west-1a", "az"],
  ])("refuses %s, naming the field", async (query, field) => {
    expect(await plane.ask("GET", `/claims?${query}`)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  it("says that there is no such pool", async () => {
    expect((await plane.ask("GET", "/claims?pool=nowhere")).status).toBe(404);
  });
});

describe("GET /pools", () => {
  it("lists them page by page, in the order of their ids", async () => {
    for (const id of ["c", "a", "b"]) await plane.ports.pools.save(aPool({ id }));
    for (const limit of [1, 2, 4, 200]) expect(await ids(`/pools?limit=${limit}`)).toEqual(["a", "b", "c", POOL]);
  });

  it.each(["marker=garbage", `marker=${markerOf("instances", { pool: POOL })}`])("refuses %s", async (query) => {
    expect(await plane.ask("GET", `/pools?${query}`)).toMatchObject({
      status: 400,
      body: { error: { field: "marker" } },
    });
  });
});
