import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hitReport, savedMs, slowHits } from "../../../core/hits/report.ts";
import type { Claim, HandOver } from "../../../core/model/claim.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { HIT_KINDS } from "../../../events/states.ts";
import { aClaim, EPOCH } from "../../builders.ts";

const COLD = { launches: 9, p50Ms: 4 * MINUTE_MS, p99Ms: 6 * MINUTE_MS };
const took = (kind: NonNullable<Claim["kind"]>, ms: number, changes: Partial<Claim> = {}): Claim =>
  aClaim({ kind, state: "delivered", deliveredAt: EPOCH + ms, ...changes });
const handOver = (startMs?: number): HandOver => ({
  ...{ waitMs: 0, prepareMs: 0, configureMs: 0, verifyMs: 5 },
  ...(startMs !== undefined && { startMs }),
});

describe("the report of a pool's claims", () => {
  it("sets the kinds side by side, whether there are any of a kind or not", () => {
    const { kinds, ...sums } = hitReport([took("hit", 40_000), took("hit", 60_000), took("miss", 5 * MINUTE_MS)], COLD);
    expect(sums).toEqual({ claims: 3, hitRate: 2 / 3, savedMs: 200_000 + 180_000 - MINUTE_MS, slow: [] });
    expect(kinds).toMatchObject([
      { kind: "hit", claims: 2, share: 2 / 3, total: { n: 2, p50Ms: 40_000, p99Ms: 60_000 }, savedMs: 380_000 },
      { kind: "almost-warm-hit", claims: 0, share: 0, stages: {}, savedMs: 0 },
      { kind: "miss", claims: 1, total: { n: 1, p50Ms: 5 * MINUTE_MS }, savedMs: -MINUTE_MS },
    ]);
    expect(kinds[1]).not.toHaveProperty("total");
  });

  it("gives each stage over the claims that had its end seen", () => {
    const claims = [took("hit", 9, { handOver: handOver(4) }), took("hit", 9, { handOver: handOver() })];
    const [hits] = hitReport(claims, COLD).kinds;
    expect(hits?.stages).toMatchObject({ startMs: { n: 1, p50Ms: 4 }, verifyMs: { n: 2, p50Ms: 5 } });
    expect(hits?.stages).not.toHaveProperty("bootMs");
  });

  it("counts why claims are of their kind, the commonest first", () => {
    const because = (...codes: ("nothing-warm" | "queued" | "cold-launch")[]) => ({
      because: codes.map((code) => ({ code })),
    });
    const { kinds } = hitReport(
      [took("miss", 9, because("nothing-warm", "queued")), took("miss", 9, because("nothing-warm", "cold-launch"))],
      COLD,
    );
    expect(kinds[2]?.because).toEqual([
      { code: "nothing-warm", claims: 2 },
      { code: "cold-launch", claims: 1 },
      { code: "queued", claims: 1 },
    ]);
  });

  it("counts a claim that was not delivered, and times it not", () => {
    const { deliveredAt: _, ...refused } = took("miss", 0, { state: "refused" });
    expect(hitReport([refused], COLD)).toMatchObject({ claims: 1, hitRate: 0, savedMs: 0 });
    expect(savedMs(refused, COLD)).toBeUndefined();
  });

  it("guesses nothing: without a cold launch on record nobody knows what is saved, without a claim no rate", () => {
    expect(hitReport([took("hit", 1)], undefined)).not.toHaveProperty("sparedMs");
    expect(savedMs(took("hit", 1), undefined)).toBeUndefined();
    expect(hitReport([], COLD)).not.toHaveProperty("hitRate");
  });
});

describe("hits that are not faster", () => {
  const slow = (hitMs: number, missMs?: number) =>
    slowHits([took("hit", hitMs), ...(missMs === undefined ? [] : [took("miss", missMs)])], COLD).map(
      ({ code }) => code,
    );

  it("are reported beside misses, and beside the pool's own launches", () => {
    expect(slow(50 * SECOND_MS, 50 * SECOND_MS)).toEqual(["hits-slower-than-misses"]);
    expect(slow(COLD.p50Ms)).toEqual(["hits-slower-than-cold"]);
    expect(slow(COLD.p50Ms + 1, COLD.p50Ms)).toEqual(["hits-slower-than-misses", "hits-slower-than-cold"]);
  });

  it("are not held against misses that got what was warm, elsewhere or as another type", () => {
    const attempt = (name: "another-zone" | "launch") =>
      ({ attempt: name, at: EPOCH, outcome: "held", why: { code: "warm-found" } }) as const;
    const missed = (name: "another-zone" | "launch") => [
      took("hit", 9),
      took("miss", 8, { attempts: [attempt(name)] }),
    ];
    expect(slowHits(missed("another-zone"), undefined)).toEqual([]);
    expect(slowHits(missed("launch"), undefined)).toHaveLength(1);
  });

  it("are nothing to report where they are faster, or where there are none", () => {
    expect(slow(50 * SECOND_MS, 51 * SECOND_MS)).toEqual([]);
    expect(slowHits([took("miss", 1)], COLD)).toEqual([]);
    expect(slowHits([took("hit", COLD.p50Ms)], undefined)).toEqual([]);
  });

  it("are reported with both figures, in seconds", () => {
    expect(slowHits([took("hit", 300_040)], COLD)).toEqual([
      { code: "hits-slower-than-cold", detail: { hitSeconds: 300, coldSeconds: 240 } },
    ]);
  });
});

describe("always", () => {
  it("kinds add up to all, and what they are saved to what all are", () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom(...HIT_KINDS), ms: fc.nat(10 * MINUTE_MS) }), { minLength: 1 }),
        (all) => {
          const {
            claims,
            kinds,
            savedMs: saved,
          } = hitReport(
            all.map(({ kind, ms }) => took(kind, ms)),
            COLD,
          );
          expect(kinds.reduce((sum, kind) => sum + kind.claims, 0)).toBe(claims);
          expect(saved).toBe(all.reduce((sum, { ms }) => sum + COLD.p50Ms - ms, 0));
        },
      ),
    ));
});
