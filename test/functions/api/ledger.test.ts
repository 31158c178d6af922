import { describe, expect, it } from "vitest";
import { ledgerAnswer, ledgerRowsAnswer } from "../../../cli/ledger-answer.ts";
import type { Claim } from "../../../core/model/claim.ts";
import { CLAIM_RETENTION_MS } from "../../../core/model/limits.ts";
import { coldOf, dayOf } from "../../../core/model/tally.ts";
import { HOUR_MS, iso, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, claimNo, EPOCH, inState, POOL } from "../../builders.ts";
import { asking } from "./asking.ts";

const NOW = EPOCH + 30 * MINUTE_MS;

async function ledger(claims: readonly Claim[] = []) {
  const plane = asking(NOW);
  await plane.setPool();
  for (const claim of claims) await plane.ports.records.commit({ claim: { ...claim, version: 1 } });
  const get = (query = "") => plane.ask("GET", `/pools/${POOL}/ledger${query}`);
  return { ...plane, get };
}
const delivered = (nth: number, tookMs: number, changes: Partial<Claim> = {}): Claim =>
  aClaim({ id: claimNo(nth), kind: "hit", state: "delivered", deliveredAt: EPOCH + tookMs, ...changes });

describe("GET /pools/{pool}/ledger", () => {
  it("reports the last day, from a full hour on, until now", async () => {
    const { get } = await ledger();
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toMatchObject({ since: "2026-01-04T09:00:00.000Z", until: iso(NOW), more: false, claims: 0 });
  });

  it("reports a time that is over to the full hour", async () => {
    const { get } = await ledger([delivered(1, MINUTE_MS)]);
    const body = (await get(`?since=${iso(EPOCH - HOUR_MS)}&until=${iso(EPOCH + 20 * MINUTE_MS)}`)).body;
    expect(body).toMatchObject({ since: iso(EPOCH - HOUR_MS), until: iso(EPOCH), claims: 0 });
  });

  it("reports what a second saved costs once it is known what was saved, and what waiting costs", async () => {
    const { get, ports, warm } = await ledger([delivered(1, 64)]);
    await warm(1);
    expect((await get()).body).not.toHaveProperty("usdPerSecondSpared");
    await ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 64: 1 } });
    expect((await get()).body).not.toHaveProperty("usdPerSecondSpared");
    await ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 500: 5 } });
    const { cold, savedMs, usdPerSecondSaved, idle } = ledgerAnswer.parse((await get()).body);
    expect(savedMs).toBe((cold?.p50Ms ?? 0) - 64);
    expect(idle).toEqual({ ms: 30 * MINUTE_MS, usd: 0.5 * 0.011, unpricedMs: 0 });
    expect(usdPerSecondSaved).toBeCloseTo((0.5 * 0.011) / ((savedMs ?? 0) / SECOND_MS), 9);
  });

  it("reports no price of a second where an instance that waits has none", async () => {
    const { get, ports } = await ledger([delivered(1, 64)]);
    const { usdPerHour: _, ...terms } = inState("warm").terms;
    await ports.records.commit({ instance: inState("warm", { terms, version: 1 }) });
    await ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 500: 5 } });
    const body = ledgerAnswer.parse((await get()).body);
    expect(body.idle).toMatchObject({ usd: 0, unpricedMs: 30 * MINUTE_MS });
    expect(body).not.toHaveProperty("usdPerSecondSpared");
  });

  it("says that hits are for nothing", async () => {
    const { get } = await ledger([delivered(1, 9 * SECOND_MS), delivered(2, 8 * SECOND_MS, { kind: "miss" })]);
    expect((await get()).body).toMatchObject({ slow: [{ code: "hits-slower-than-misses" }] });
  });

  it.each([
    ["since", "?since=8d", 400],
    ["since", "?since=soon", 400],
    ["until", `?since=1h&until=${iso(EPOCH - 2 * HOUR_MS)}`, 400],
    ["from", "?from=1h", 400],
  ])("refuses %s in %s", async (field, query, expected) => {
    const { status, body } = await (await ledger()).get(query);
    expect(status).toBe(expected);
    expect(body.error.field ?? body.error.problems[0]?.field).toBe(field);
  });

  it("goes back as far as claims are kept", async () => {
    const { get } = await ledger();
    expect((await get(`?since=${iso(EPOCH - CLAIM_RETENTION_MS)}`)).status).toBe(200);
  });

  it("knows no pool that there is not", async () => {
    const { ask } = await ledger();
    for (const path of ["/pools/other/ledger", "/pools/other/ledger/claims"])
      expect((await ask("GET", path)).status).toBe(404);
  });
});

describe("GET /pools/{pool}/ledger/claims", () => {
  it("lists the claims of the time by pages, each with what it took and was saved", async () => {
    const plane = await ledger([
      delivered(1, 64, { requestedAt: EPOCH - 3 * HOUR_MS }),
      delivered(2, 64),
      aClaim({ id: claimNo(3) }),
    ]);
    await plane.ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 64: 1 } });
    const page = async (marker = "") =>
      ledgerRowsAnswer.parse((await plane.get(`/claims?since=1h&limit=1${marker}`)).body);
    const first = await page();
    const second = await page(`&marker=${first.marker}`);
    const end = await page(`&marker=${second.marker}`);
    const rows = [first, second, end].flatMap(({ claims }) => claims);
    expect(rows.map(({ id }) => id).sort()).toEqual([claimNo(2), claimNo(3)].sort());
    expect(rows.find(({ id }) => id === claimNo(2))).toMatchObject({ tookMs: 64, savedMs: 0 });
    expect(rows.find(({ id }) => id === claimNo(3))).not.toHaveProperty("tookMs");
    expect(end).not.toHaveProperty("marker");
  });

  it("ends with the time, whatever was asked for later", async () => {
    const plane = await ledger([delivered(1, 64), delivered(2, 64, { requestedAt: EPOCH - 1 })]);
    const body = (await plane.get(`/claims?since=2h&until=${iso(EPOCH)}`)).body;
    expect(body.claims.map(({ id }) => id)).toEqual([claimNo(2)]);
    expect(body).not.toHaveProperty("marker");
  });
});
