import { describe, expect, test } from "vitest";
import { instanceFrom } from "../../../adapters/aws/ec2/instance.ts";
import { readInstances } from "../../../adapters/aws/ec2/lean-reader.ts";
import { POOL_INSTANCES_MAX } from "../../../core/model/limits.ts";
import { compare, driftOf } from "../../../core/reconcile/compare.ts";
import { pageXml } from "../../adapters/aws/ec2/page-xml.ts";
import { instanceNo } from "../../builders.ts";
import { listedNo, numbersIn, poolsOf, recordOf, SWEPT_AT, stockOf, ZONES } from "./fleet.ts";

const INSTANCES = 100;

describe("the fleet that a sweep is measured on", () => {
  test("has everybody once in the zones, page by page", () => {
    const pages = ZONES.flatMap((zone) =>
      [0, 10, 20, 30, 40].flatMap((from) => numbersIn(zone, INSTANCES, { from, limit: 10 })),
    );
    expect(pages.toSorted((a, b) => a - b)).toEqual(Array.from({ length: INSTANCES }, (_, n) => n));
  });

  test("has everybody once in the pools", () => {
    const ids = poolsOf(INSTANCES)
      .flatMap((pool) => stockOf(pool, INSTANCES))
      .map(({ id }) => id);
    expect(ids.toSorted()).toEqual(Array.from({ length: INSTANCES }, (_, n) => instanceNo(n)).toSorted());
  });

  test("is recorded in the pool that its tag names", () => {
    const many = 11 * POOL_INSTANCES_MAX;
    for (const pool of poolsOf(many))
      for (const { id } of stockOf(pool, many)) if (recordOf(id).pool !== pool) expect(recordOf(id).pool).toBe(pool);
  });

  test.each([10, 99, 101])("has no pool that is larger than a pool may be, at %i %% of ten full ones", (percent) => {
    const instances = (percent / 10) * POOL_INSTANCES_MAX;
    const sizes = poolsOf(instances).map((pool) => stockOf(pool, instances).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(POOL_INSTANCES_MAX);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(instances);
  });

  test("is recorded as EC2 lists it, so that only the comparing is measured", () => {
    const listed = numbersIn(ZONES[1] ?? "", INSTANCES).map(listedNo);
    const { Reservations = [] } = readInstances(Buffer.from(pageXml(listed)));
    const rows = Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, SWEPT_AT));
    expect(rows.map((row) => compare(row, recordOf(row.id), SWEPT_AT))).toEqual(rows.map(() => ({ kind: "agrees" })));
    expect(rows.flatMap((row) => driftOf(row, recordOf(row.id)))).toEqual([]);
  });
});
