import { beforeEach, describe, expect, it } from "vitest";
import { CANDIDATES_MAX, PAGE_MAX, REQUEST_BYTES_MAX } from "../../core/model/limits.ts";
import type { Pool } from "../../core/model/pool.ts";
import type { ClaimDetails } from "../../events/notices/claim-changed.v1.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import { api } from "../../functions/routes.ts";
import { anInstance, aPool, aTemplate, EPOCH, instanceNo, POOL, REGION } from "../builders.ts";
import { type Bench, memoryPorts } from "./memory-ports.ts";

/** Everything any answer of the API may hold. */
interface Body {
  readonly claim: ClaimDetails;
  readonly instance: InstanceDetails;
  readonly instances: readonly InstanceDetails[];
  readonly marker?: string;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly accepted: boolean;
  readonly verdict: { readonly kind: string; readonly reasons: Body["reasons"] };
  readonly launches: readonly object[];
  readonly pools: readonly object[];
  readonly error: {
    readonly field?: string;
    readonly fix?: string;
    readonly problems: readonly { readonly field: string }[];
  };
}

let bench: Bench;
const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const given = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const answer = await api(bench.ports).fetch(new Request(`http://plane${path}`, { method, headers, ...given }));
  return { status: answer.status, body: (await answer.json()) as Body };
};
const warm = (n: number) =>
  bench.ports.records.commit({
    instance: anInstance({
      id: instanceNo(n),
      tier: "stopped",
      state: "warm",
      version: 1,
      observed: { state: "stopped", at: EPOCH },
    }),
  });
const setPool = async (changes: Partial<Pool> = {}) => {
  await bench.ports.templates.save(aTemplate());
  await bench.ports.pools.save(aPool({ version: 1, ...changes }));
};

beforeEach(() => {
  bench = memoryPorts();
});

describe("POST /pools/{pool}/claims", () => {
  it("answers a hit with the claim's id, the instance's id, its state and full details", async () => {
    await setPool();
    await warm(1);
    const { status, body } = await ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
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
    await setPool();
    await warm(1);
    await warm(2);
    const first = await ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
    const again = await ask("POST", `/pools/${POOL}/claims`, { key: "job-1" });
    expect(again.status).toBe(200);
    expect(again.body.claim.id).toBe(first.body.claim.id);
    expect(again.body.claim.instance).toBe(first.body.claim.instance);
    const other = await ask(
      "POST",
      `/pools/${POOL}/claims`,
      { key: "job-1" },
      { "x-greenroom-caller": "somebody-else" },
    );
    expect(other.body.claim.id).not.toBe(first.body.claim.id);
  });

  it("hits while anything is warm, wherever in the spread it lies", async () => {
    await setPool({ max: { instances: 100 } });
    const all = CANDIDATES_MAX * 5;
    for (let n = 1; n <= all; n += 1) await warm(n);
    const kinds = [];
    for (let n = 1; n <= all; n += 1)
      kinds.push((await ask("POST", `/pools/${POOL}/claims`, { key: `job-${n}` })).body.claim.kind);
    expect(kinds).toEqual(Array.from({ length: all }, () => "hit"));
  });

  it("says which pools there are when this one is not", async () => {
    await setPool();
    const { status, body } = await ask("POST", "/pools/nowhere/claims", { key: "job-1" });
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
    await setPool();
    const answer = await ask("POST", `/pools/${POOL}/claims`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.problems.map(({ field }) => field)).toContain(field);
  });

  it("refuses what is not JSON, and what is too large", async () => {
    await setPool();
    expect(await ask("POST", `/pools/${POOL}/claims`, "{ key")).toMatchObject({
      status: 400,
      body: { error: { field: "(body)" } },
    });
    const large = await ask("POST", `/pools/${POOL}/claims`, JSON.stringify({ key: "x".repeat(REQUEST_BYTES_MAX) }));
    expect(large).toMatchObject({ status: 413, body: { error: { code: "too-large" } } });
  });
});

describe("POST /claims", () => {
  it("finds a pool by what the instance must be", async () => {
    await setPool();
    await warm(1);
    const { body } = await ask("POST", "/claims", { key: "job-1", type: "m6i.xlarge", region: REGION });
    expect(body.claim).toMatchObject({ pool: POOL, kind: "hit" });
  });

  it("says which types there are when no pool has this one", async () => {
    await setPool();
    const { status, body } = await ask("POST", "/claims", { key: "job-1", type: "p5.48xlarge" });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ field: "type", fix: "ask for one of: m5.xlarge, m6i.xlarge" });
  });

  it("wants to know something", async () => {
    expect(await ask("POST", "/claims", { key: "job-1" })).toMatchObject({
      status: 400,
      body: { error: { field: "pool" } },
    });
  });
});

describe("GET and release of a claim", () => {
  it("shows it, releases it once, and says so the second time", async () => {
    await setPool();
    await warm(1);
    const { id } = (await ask("POST", `/pools/${POOL}/claims`, { key: "job-1" })).body.claim;
    expect((await ask("GET", `/claims/${id}`)).body.instance.id).toBe(instanceNo(1));
    const released = await ask("POST", `/claims/${id}/release`, { reuse: false });
    expect(released.body.claim.state).toBe("released");
    expect(released.body.instance.state).toBe("retiring");
    expect((await ask("POST", `/claims/${id}/release`)).body.claim).toEqual(released.body.claim);
  });

  it.each(["claim-00000000000000000000", "nonsense"])("knows no %s", async (id) => {
    expect((await ask("GET", `/claims/${id}`)).status).toBe(404);
    expect((await ask("POST", `/claims/${id}/release`)).status).toBe(404);
  });
});

describe("instances", () => {
  it("are listed with full details, page by page, none skipped and none doubled", async () => {
    await setPool();
    for (let n = 1; n <= 5; n += 1) await warm(n);
    const seen: string[] = [];
    let marker: string | undefined;
    do {
      const { body } = await ask("GET", `/pools/${POOL}/instances?limit=2${marker ? `&marker=${marker}` : ""}`);
      seen.push(...body.instances.map(({ id, version }) => `${id}:${version}`));
      marker = body.marker;
    } while (marker);
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => `${instanceNo(n)}:1`));
  });

  it.each([`limit=${PAGE_MAX + 1}`, "limit=0", "limit=many", "marker=garbage"])(
    "refuse the query %s",
    async (query) => {
      await setPool();
      expect((await ask("GET", `/pools/${POOL}/instances?${query}`)).status).toBe(400);
    },
  );

  it("tell what a signal still lacks, in words the guest can act on", async () => {
    await setPool();
    await bench.ports.records.commit({
      instance: anInstance({
        id: instanceNo(1),
        state: "preparing",
        version: 1,
        observed: { state: "running", at: EPOCH },
      }),
    });
    const { status, body } = await ask("POST", `/instances/${instanceNo(1)}/signals`, {
      name: "clock",
      offsetMs: 86_400_000,
    });
    expect(status).toBe(200);
    expect(body.accepted).toBe(true);
    expect(body.verdict.kind).toBe("waiting");
    expect(body.verdict.reasons.map(({ text }) => text)).toContain(
      "its clock is off by 86400000 ms, allowed are 1000; set the clock and report again",
    );
  });

  it("refuse signals from instances nobody knows, and signals that are none", async () => {
    expect((await ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "agent" })).status).toBe(404);
    expect((await ask("POST", "/instances/i-nonsense/signals", { name: "agent" })).status).toBe(404);
    expect(await ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "Not A Name" })).toMatchObject({
      status: 400,
      body: { error: { field: "name" } },
    });
  });
});

describe("pools", () => {
  it("explain what they would do next, and why, without doing it", async () => {
    await setPool({ target: { running: 0, hibernated: 0, stopped: 2 } });
    const { body } = await ask("GET", `/pools/${POOL}/plan`);
    expect(body.launches).toEqual([
      { tier: "stopped", az: `${REGION}a`, type: "m6i.xlarge", count: 1 },
      { tier: "stopped", az: `${REGION}b`, type: "m6i.xlarge", count: 1 },
    ]);
    expect(body.reasons).toEqual([
      expect.objectContaining({ code: "below-target", text: "tier stopped holds 0 of 2" }),
    ]);
    expect((await bench.ports.ledgers.find(POOL)).epoch).toBe(0);
    expect((await ask("GET", "/pools/nowhere/plan")).status).toBe(404);
  });

  it("are counted by tier and state", async () => {
    await setPool();
    await warm(1);
    await warm(2);
    expect((await ask("GET", "/pools")).body.pools).toEqual([
      expect.objectContaining({ id: POOL, counts: { stopped: { warm: 2 } }, pending: 0 }),
    ]);
  });

  it("answer a path nobody knows with 404", async () => {
    expect(await ask("GET", "/pool")).toMatchObject({ status: 404, body: { error: { code: "no-such-path" } } });
  });
});
