import { describe, expect, it } from "vitest";
import { hitLedger } from "../../../core/flows/hit-ledger.ts";
import { book, bookingOf } from "../../../core/flows/steps/book.ts";
import type { Claim } from "../../../core/model/claim.ts";
import { LEDGER_READS_MAX, PAGE_MAX } from "../../../core/model/limits.ts";
import { coldOf, dayOf } from "../../../core/model/tally.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aClaim, aPool, claimNo, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

const asked = (nth: number, requestedAt: number, changes: Partial<Claim> = {}): Claim =>
  aClaim({
    ...{ id: claimNo(nth), kind: "hit", state: "delivered", requestedAt, deliveredAt: requestedAt + MINUTE_MS },
    ...changes,
  });
const [SINCE, UNTIL] = [EPOCH - HOUR_MS, EPOCH];

describe("the hit ledger of a pool", () => {
  it("is made of the claims asked for from its beginning on and before its end", async () => {
    const claims = [asked(1, SINCE - 1), asked(2, SINCE), asked(3, UNTIL - 1, { kind: "miss" }), asked(4, UNTIL)];
    const on = await stage({ claims });
    const { report, until } = await hitLedger(on.ports, aPool(), SINCE, UNTIL);
    expect(report).toMatchObject({ claims: 2, hitRate: 0.5 });
    expect(until).toBe(UNTIL);
  });

  it("knows what the claims saved once the pool has launched", async () => {
    const on = await stage({ claims: [asked(1, SINCE)] });
    expect((await hitLedger(on.ports, aPool(), SINCE, UNTIL)).cold).toBeUndefined();
    await on.ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 64: 1 } });
    const { cold, report } = await hitLedger(on.ports, aPool(), SINCE, UNTIL);
    expect(cold).toEqual({ launches: 1, p50Ms: 64, p99Ms: 64 });
    expect(report.savedMs).toBe(64 - MINUTE_MS);
  });

  it("counts what waits still, and what no longer does, each for its part of the time", async () => {
    const on = await stage({
      instances: [
        inState("warm", { id: instanceNo(1), since: EPOCH - 30 * MINUTE_MS }),
        inState("warm", { id: instanceNo(2), since: EPOCH - 9 * HOUR_MS, tier: "running" }),
        inState("in-use", { id: instanceNo(3) }),
      ],
    });
    const before = inState("warm", { since: EPOCH - 75 * MINUTE_MS });
    const after = inState("handing-over", { since: EPOCH - 45 * MINUTE_MS });
    const booking = bookingOf({ kind: "instance", before, after });
    await book(on.ports, booking ? [booking] : []);
    const { idle } = await hitLedger(on.ports, aPool(), SINCE, UNTIL);
    expect(idle.ms).toBe((30 + 60 + 15) * MINUTE_MS);
    expect(idle.usd).toBeCloseTo(0.5 * 0.011 + 0.376 + 0.25 * 0.011, 6);
    expect(idle.unpricedMs).toBe(0);
  });

  it("ends where one answer does, and says so", async () => {
    const on = await stage();
    let reads = 0;
    const page = async (): Promise<readonly Claim[]> => {
      reads += 1;
      return Array.from({ length: PAGE_MAX }, (_, nth) => asked(nth, SINCE + reads));
    };
    const ports = { ...on.ports, claims: { ...on.ports.claims, page } };
    const { report, until } = await hitLedger(ports, aPool(), SINCE, UNTIL);
    expect(reads).toBe(LEDGER_READS_MAX);
    expect(report.claims).toBe(LEDGER_READS_MAX * PAGE_MAX);
    expect(until).toBe(SINCE + reads);
  });
});
