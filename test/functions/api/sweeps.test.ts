import { beforeEach, describe, expect, it } from "vitest";
import { SWEEP_AGE_MAX_MS, SWEEPS_LISTED_MAX, TALLY_DAYS_MAX } from "../../../core/model/limits.ts";
import { HOUR_MS, iso } from "../../../core/model/time.ts";
import { amountsOf } from "../../../core/reconcile/punctuality.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { EPOCH, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

const PATH = `/regions/${REGION}/sweeps`;
let plane: Asking;
beforeEach(async () => {
  plane = asking();
  await plane.setPool();
});

describe("GET /regions/{region}/events", () => {
  const EVENTS = `/regions/${REGION}/events`;

  it("reports by day what came late, twice or not at all, the newest first", async () => {
    for (const day of ["2026-01-03", "2026-01-04", "2026-01-05"])
      await plane.ports.tallies.add(REGION, { day, amounts: amountsOf({ kind: "missed", event: "ec2:stopped" }) });
    const { status, body } = await plane.ask("GET", `${EVENTS}?limit=2`);
    expect(status).toBe(200);
    const empty = { missed: { "ec2:stopped": 1 }, late: {}, doubled: {} };
    expect(body).toEqual({
      days: [
        { day: "2026-01-05", ...empty },
        { day: "2026-01-04", ...empty },
      ],
    });
  });

  it("is empty where nothing was amiss, and no region at all without a pool", async () => {
    expect(await plane.ask("GET", EVENTS)).toMatchObject({ status: 200, body: { days: [] } });
    expect(await plane.ask("GET", "/regions/mars-north-1/events")).toMatchObject({
      status: 404,
      body: { error: { field: "region" } },
    });
  });

  it.each(["0", String(TALLY_DAYS_MAX + 1), "x"])("refuses a limit of %s", async (limit) => {
    const { status, body } = await plane.ask("GET", `${EVENTS}?limit=${limit}`);
    expect({ status, field: body.error.field }).toEqual({ status: 400, field: "limit" });
  });
});

describe("POST /regions/{region}/sweeps", () => {
  it("starts one, asks for its first pages, and answers with it", async () => {
    const { status, body } = await plane.ask("POST", PATH);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      isNew: true,
      sweep: {
        id: `${REGION}:${iso(EPOCH)}`,
        region: REGION,
        version: 1,
        state: "under-way",
        startedAt: iso(EPOCH),
        isComplete: false,
        shards: [
          { zone: `${REGION}a`, state: "open", pages: 0, rows: 0, generation: 1 },
          { zone: `${REGION}b`, state: "open" },
        ],
        findings: { missed: {}, adopted: 0, leaks: [] },
      },
    });
    expect(plane.queued.map(({ queue }) => queue)).toEqual(["sweeps"]);
  });

  it("begins one that takes rows for events, if asked to", async () => {
    await plane.ask("POST", PATH, { emit: true });
    expect(await plane.ports.sweeps.latest(REGION, 1)).toMatchObject([{ emits: true }]);
  });

  it.each([{ emit: "yes" }, { emits: true }])("refuses an option that it does not know: %j", async (asked) => {
    expect(await plane.ask("POST", PATH, asked)).toMatchObject({ status: 400, body: { error: { code: "malformed" } } });
    expect(await plane.ports.sweeps.latest(REGION, 1)).toEqual([]);
  });

  it("begins no second one beside it", async () => {
    const first = await plane.ask("POST", PATH);
    const again = await plane.ask("POST", PATH);
    expect(again).toMatchObject({ status: 202, body: { isNew: false, sweep: { id: first.body.sweep.id } } });
  });

  it.each(["POST", "GET"])("has nothing to %s in a region without pools, and names those with", async (method) => {
    expect(await plane.ask(method, "/regions/mars-north-1/sweeps")).toMatchObject({
      status: 404,
      body: { error: { field: "region", fix: `name one of: ${REGION}` } },
    });
  });

  it("takes no parameters", async () => {
    expect(await plane.ask("POST", `${PATH}?dryRun=true`)).toMatchObject({
      status: 400,
      body: { error: { field: "dryRun", fix: "leave it out" } },
    });
    expect(plane.queued).toEqual([]);
  });
});

describe("GET /regions/{region}/sweeps", () => {
  /** Three sweeps an hour apart; the second has read one zone and given up the other. */
  async function sweepThrice(): Promise<void> {
    const zones = [`${REGION}a`, `${REGION}b`];
    const { sweeps } = plane.ports;
    await sweeps.save(newSweep(REGION, zones, EPOCH - 3 * HOUR_MS));
    const second = newSweep(REGION, zones, EPOCH - 2 * HOUR_MS);
    await sweeps.save({
      ...second,
      finishedAt: EPOCH - HOUR_MS,
      shards: [
        { zone: `${REGION}a`, state: "done", pages: 3, rows: 2_500, generation: 2, failures: 0 },
        {
          zone: `${REGION}b`,
          state: "failed",
          pages: 1,
          rows: 1_000,
          marker: "ec2s-own",
          generation: 1,
          failures: 5,
          why: { code: "sweep-unanswered", detail: { failures: 5, error: "Unavailable" } },
        },
      ],
      findings: { ...second.findings, missed: { "ec2:stopped": 2 }, lateMsMax: 90_000, adopted: 1, leaks: ["i-1"] },
    });
    await sweeps.save(newSweep(REGION, zones, EPOCH - HOUR_MS));
  }

  it("reports the latest first: what each read, what it could not, and what it found", async () => {
    await sweepThrice();
    const { status, body } = await plane.ask("GET", PATH);
    expect(status).toBe(200);
    expect(body.sweeps.map(({ id }) => id)).toEqual(
      [1, 2, 3].map((hours) => `${REGION}:${iso(EPOCH - hours * HOUR_MS)}`),
    );
    expect(body.sweeps[1]).toMatchObject({
      state: "finished",
      finishedAt: iso(EPOCH - HOUR_MS),
      isComplete: false,
      shards: [
        { zone: `${REGION}a`, state: "done", pages: 3, rows: 2_500, generation: 2 },
        { zone: `${REGION}b`, state: "failed", why: { text: "EC2 did not answer 5 times in a row: Unavailable" } },
      ],
      findings: { missed: { "ec2:stopped": 2 }, lateMsMax: 90_000, adopted: 1, leaks: ["i-1"] },
    });
    expect(JSON.stringify(body)).not.toContain("ec2s-own");
  });

  it("says that one was left behind that did not end in time", async () => {
    await plane.ports.sweeps.save(newSweep(REGION, [`${REGION}a`], EPOCH - SWEEP_AGE_MAX_MS));
    expect((await plane.ask("GET", PATH)).body.sweeps).toEqual([expect.objectContaining({ state: "left-behind" })]);
    expect((await plane.ask("POST", PATH)).body).toMatchObject({ isNew: true, sweep: { state: "under-way" } });
  });

  it("reports no more of them than are asked for", async () => {
    await sweepThrice();
    expect((await plane.ask("GET", `${PATH}?limit=2`)).body.sweeps).toHaveLength(2);
  });

  it("is empty before the first", async () => {
    expect(await plane.ask("GET", PATH)).toEqual({ status: 200, body: { sweeps: [] } });
  });

  it.each(["limit=0", `limit=${SWEEPS_LISTED_MAX + 1}`, "limit=all"])("refuses %s", async (query) => {
    expect(await plane.ask("GET", `${PATH}?${query}`)).toMatchObject({
      status: 400,
      body: { error: { field: "limit" } },
    });
  });
});
