import { describe, expect, it } from "vitest";
import { forecastEveryPool } from "../../../core/flows/forecast-every-pool.ts";
import { FORECAST_TICK_MS, TRAININGS_PER_TICK } from "../../../core/model/forecast-limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { aPool } from "../../builders.ts";
import { demandOf } from "../forecast/demand.ts";
import { BIN_MS, claimsOf, following, MIDNIGHT, read, restless, tick } from "./forecast-days.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

describe("demand", () => {
  it("is counted a minute after each bin, from the first claim that is listed", async () => {
    const on = await stage({ claims: claimsOf(1) });
    await tick(on, MIDNIGHT + HOUR_MS + 59 * SECOND_MS);
    const [day] = (await read(on)).days;
    expect(day?.claims).toHaveLength(11);
    await tick(on, MIDNIGHT + HOUR_MS + 60 * SECOND_MS);
    const { days } = await read(on);
    expect(days[0]?.claims).toEqual(Array.from(demandOf(1, restless).claims).slice(0, 12));
    expect(days[0]).toMatchObject({ begun: 0, targets: Array.from({ length: 12 }, () => -1) });
  });

  it("is watched from the bin before the last where nothing is listed, and such a day is not whole", async () => {
    const on = await stage();
    await tick(on, MIDNIGHT + 9 * HOUR_MS + 3 * MINUTE_MS);
    await tick(on, MIDNIGHT + DAY_MS + 2 * MINUTE_MS);
    const { days } = await read(on);
    expect(days).toMatchObject([{ day: "2026-01-05", begun: (9 * HOUR_MS) / BIN_MS - 1 }]);
  });

  it("is counted after days without a tick as it would have been", async () => {
    const claims = claimsOf(3);
    const [late, punctual] = [await stage({ claims }), await stage({ claims })];
    for (let at = MIDNIGHT + BIN_MS; at <= MIDNIGHT + 3 * DAY_MS; at += FORECAST_TICK_MS)
      await tick(punctual, at + 2 * MINUTE_MS);
    await tick(late, MIDNIGHT + 3 * DAY_MS + 2 * MINUTE_MS);
    const counts = async (on: Stage) => (await read(on)).days.map(({ version: _, ...day }) => day);
    expect(await counts(late)).toEqual(await counts(punctual));
  });

  it("is counted once by two ticks at once, and by one that comes twice", async () => {
    const on = await stage({ claims: claimsOf(1) });
    on.clock.at = MIDNIGHT + HOUR_MS + MINUTE_MS;
    await Promise.all([forecastEveryPool(on.ports), forecastEveryPool(on.ports)]);
    const { days } = await read(on);
    await forecastEveryPool(on.ports);
    expect((await read(on)).days).toEqual(days);
    expect(days[0]?.claims.reduce((a, b) => a + b)).toBe(
      claimsOf(1).filter(({ requestedAt }) => requestedAt < MIDNIGHT + HOUR_MS).length,
    );
  });

  it("comes out the same wherever a tick is cut", async () => {
    const claims = claimsOf(2);
    const set = () => stage({ pools: [following()], claims });
    const at = MIDNIGHT + 2 * DAY_MS + BIN_MS + MINUTE_MS;
    const whole = await set();
    await tick(whole, at);
    const expected = await read(whole);
    expect(expected.forecast?.day).toBe("2026-01-07");
    const cuts = await cutEverywhere(
      set,
      (on) => tick(on, at),
      async (on, where) => {
        await tick(on, at);
        expect(await read(on), where).toEqual(expected);
      },
    );
    expect(cuts).toBeGreaterThan(8);
  });

  it("is counted on its first day of however many pools that want a forecast", async () => {
    const pools = Array.from({ length: TRAININGS_PER_TICK + 5 }, (_, n) => following({}, { id: `pool-${n}` }));
    const on = await stage({ pools });
    for (const hour of [1, 2]) await tick(on, MIDNIGHT + hour * HOUR_MS);
    for (const { id } of pools) expect((await read(on, id)).days.at(-1)?.claims).toHaveLength(23);
  });

  it("of one pool that fails hides no other's, and the tick is repeated", async () => {
    const on = await stage({ pools: [aPool({ id: "a" }), aPool({ id: "b" })] });
    on.before("demand.read", () => Promise.reject(new PortError("retryable", "Down", "for a moment")));
    await expect(tick(on, MIDNIGHT + HOUR_MS)).rejects.toMatchObject({ code: "Down" });
    expect([(await read(on, "a")).days, (await read(on, "b")).days.length]).toEqual([[], 1]);
  });
});
