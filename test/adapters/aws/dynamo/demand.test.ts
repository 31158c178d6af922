import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { explainPool } from "../../../../core/flows/steps/explain-pool.ts";
import { countBins, newDay } from "../../../../core/forecast/count.ts";
import { refit } from "../../../../core/forecast/refit.ts";
import { kept } from "../../../../core/forecast/stored.ts";
import type { DemandClaim, DemandDay } from "../../../../core/model/demand.ts";
import type { Forecast } from "../../../../core/model/forecast.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { aClaim, aPool, aTemplate, claimNo, EPOCH, POOL } from "../../../builders.ts";
import { demandOf, officeHours } from "../../../core/forecast/demand.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
/** Eleven at night: the day's item is nearly as large as it becomes. */
const NOW = EPOCH + 14 * HOUR_MS;
const MIDNIGHT = EPOCH - 9 * HOUR_MS;
const OPEN_CLAIMS = 12;
const CLAIMS = demandOf(15, officeHours);

/** A day of a busy pool, counted under a forecast. */
function aDay(midnight: number, until: number) {
  const asked: DemandClaim[] = Array.from(CLAIMS.claims)
    .slice(0, 288)
    .flatMap((count, bin) =>
      Array.from({ length: count }, (_, n) => ({ at: midnight + bin * 5 * MINUTE_MS + n, hit: n > 0 })),
    );
  const wants = new Map(
    Array.from({ length: 288 }, (_, bin) => [
      midnight + bin * 5 * MINUTE_MS,
      [
        { stock: 12 + (bin % 7), best: 11 + (bin % 5), level: 1 },
        { stock: 10, best: 10, level: 1 },
      ],
    ]),
  );
  return countBins(newDay(midnight), asked, until, { wants, target: ({ stock }) => stock });
}

const aForecast = (): Forecast => {
  const model = kept(refit(CLAIMS, { leadSeconds: 300, hit: 0.95 }));
  return { day: "2026-01-05", madeAt: MIDNIGHT, days: 15, model, version: 1 };
};

/** A store that notes what each call consumes, the table's units and the indexes' together. */
async function counted(table: string) {
  const { client } = await freshTable(endpoint!, table);
  const units: [string, number][] = [];
  const sum = (consumed: readonly ConsumedCapacity[]) =>
    consumed.reduce((all, { CapacityUnits = 0 }) => all + CapacityUnits, 0);
  const clock = { now: () => NOW };
  const store = dynamoStore({
    client,
    table,
    clock,
    counters: { count: () => {} },
    onCall: (command, consumed) => units.push([command, sum(consumed)]),
  });
  return { store, units, clock };
}

describe.skipIf(endpoint === undefined)("what demand consumes", () => {
  test("is some units a tick and pool, whatever is claimed, and as many a night", async () => {
    const { store, units } = await counted("demand-writes");
    await store.demand.count(POOL, aDay(MIDNIGHT, NOW));
    await store.demand.saveForecast(POOL, aForecast());
    expect(units).toEqual([
      ["PutItem", 5],
      ["PutItem", 9],
    ]);
  });

  test("is three and a half read units more for a plan that follows a forecast than for one that does not, in a pool that holds nothing", async () => {
    const { store, units, clock } = await counted("demand-plan");
    await store.templates.save(aTemplate());
    await store.pools.save(aPool());
    await store.demand.count(POOL, aDay(MIDNIGHT - DAY_MS, MIDNIGHT));
    await store.demand.count(POOL, aDay(MIDNIGHT, NOW - 5 * MINUTE_MS));
    await store.demand.saveForecast(POOL, aForecast());
    for (let n = 0; n < OPEN_CLAIMS; n += 1)
      await store.records.commit({
        claim: aClaim({ id: claimNo(n), requestedAt: NOW - n * SECOND_MS, state: "delivered" }),
      });
    const ports = { ...store, clock };
    const planned = async () => {
      units.length = 0;
      await explainPool(ports, POOL);
      return units.reduce((all, [, each]) => all + each, 0);
    };
    await planned();
    const without = await planned();
    const policy = { on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [] };
    await store.pools.save(aPool({ version: 2, forecast: policy }));
    const following = await planned();
    expect([without, following]).toEqual([1, 4.5]);
  });
});

describe.skipIf(endpoint === undefined)("a day that was counted before moments were", () => {
  test("is read as one whose claims each came alone", async () => {
    const { store } = await counted("demand-moments");
    const { moments: _, ...old } = aDay(MIDNIGHT, NOW);
    await store.demand.count(POOL, old as DemandDay);
    const { days } = await store.demand.read(POOL, old.day);
    expect(days[0]?.moments).toEqual(old.claims);
  });
});
