import { describe, expect, test } from "vitest";
import type { DemandDay } from "../../../core/model/demand.ts";
import type { Forecast } from "../../../core/model/forecast.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, claimNo, EPOCH, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const aDay = (changes: Partial<DemandDay> = {}): DemandDay => ({
  day: "2026-01-05",
  begun: 1,
  claims: [0, 3],
  moments: [0, 2],
  misses: [0, 1],
  targets: [-1, 4],
  falls: [0, 2],
  wanted: [0, 5],
  lastTarget: 4,
  held: [{ atSecond: -120, best: 7 }],
  version: 1,
  ...changes,
});

const aForecast = (changes: Partial<Forecast> = {}): Forecast => ({
  day: "2026-01-05",
  madeAt: EPOCH,
  days: 14,
  model: {
    basis: "forecast",
    aim: { leadSeconds: 300, hit: 0.95 },
    staticSize: 4,
    weights: [0.125, 1e-9],
    levels: [0, 1.5],
    stocks: [1, 3],
    holdMinutes: 8,
    level: { averages: [0.5, 2], seen: 1, forecastTarget: 0.25, bins: 576 },
    season: Array.from({ length: 864 }, (_, at) => at / 8),
    carried: { bias: -0.2, notch: 3, price: 1234.5, since: 5844384 },
  },
  version: 1,
  ...changes,
});

export function demandContract(makeSubject: MakeSubject): void {
  describe("demand", () => {
    test("is what was asked for from a moment on, oldest first, and whether it found a warm instance", async () => {
      const { records, demand } = (await makeSubject()).store;
      const at = (n: number) => EPOCH + n * SECOND_MS;
      for (const [n, kind] of [
        [3, "miss"],
        [1, "hit"],
        [2, "almost-warm-hit"],
        [0, "hit"],
      ] as const)
        await records.commit({ claim: aClaim({ id: claimNo(n), requestedAt: at(n), kind }) });
      await records.commit({ claim: aClaim({ id: claimNo(9), pool: "another", requestedAt: at(2) }) });
      expect(await demand.asked(POOL, at(1), 9)).toEqual([
        { at: at(1), hit: true },
        { at: at(2), hit: false },
        { at: at(3), hit: false },
      ]);
      expect(await demand.asked(POOL, at(1), 2)).toHaveLength(2);
      expect(await demand.asked("nobody", 0, 9)).toEqual([]);
    });

    test("counts a claim once, whatever becomes of it", async () => {
      const { records, demand } = (await makeSubject()).store;
      const claim = aClaim({ kind: "hit" });
      await records.commit({ claim });
      await records.commit({ claim });
      const ended = next(claim, { state: "released", endedAt: EPOCH + SECOND_MS });
      await records.commit({ claim: ended });
      expect(await demand.asked(POOL, EPOCH, 9)).toEqual([{ at: EPOCH, hit: true }]);
    });

    test("is kept by pool and day, with the forecast, and read from a day on", async () => {
      const { demand } = (await makeSubject()).store;
      expect(await demand.read(POOL, "2026-01-01")).toEqual({ days: [] });
      const days = ["2026-01-06", "2026-01-04", "2026-01-05"].map((day) => aDay({ day }));
      for (const day of days) expect(await demand.count(POOL, day)).toBe("saved");
      expect(await demand.saveForecast(POOL, aForecast())).toBe("saved");
      await demand.count("another", aDay({ day: "2026-01-07" }));
      const found = await demand.read(POOL, "2026-01-05");
      expect(found).toEqual({
        days: [aDay({ day: "2026-01-05" }), aDay({ day: "2026-01-06" })],
        forecast: aForecast(),
      });
    });

    test("is written by one of two who count at once", async () => {
      const { demand } = (await makeSubject()).store;
      const write = () => demand.count(POOL, aDay());
      expect((await Promise.all([write(), write(), write()])).sort()).toEqual(["conflict", "conflict", "saved"]);
      expect(await demand.count(POOL, aDay({ version: 3 }))).toBe("conflict");
      expect(await demand.count(POOL, aDay({ version: 2, claims: [0, 4] }))).toBe("saved");
      expect((await demand.read(POOL, "2026-01-05")).days).toEqual([aDay({ version: 2, claims: [0, 4] })]);
    });

    test("has one forecast, which the next one replaces", async () => {
      const { demand } = (await makeSubject()).store;
      expect(await demand.saveForecast(POOL, aForecast({ version: 2 }))).toBe("conflict");
      await demand.saveForecast(POOL, aForecast());
      expect(await demand.saveForecast(POOL, aForecast())).toBe("conflict");
      const second = aForecast({ version: 2, day: "2026-01-06" });
      expect(await demand.saveForecast(POOL, second)).toBe("saved");
      expect((await demand.read(POOL, "2026-01-09")).forecast).toEqual(second);
    });

    test("is told by no stream", async () => {
      const { store, told } = await makeSubject();
      await store.demand.count(POOL, aDay());
      await store.demand.saveForecast(POOL, aForecast());
      await store.records.commit({ claim: aClaim() });
      expect((await told(1)).map(({ kind }) => kind)).toEqual(["claim"]);
    });
  });
}
