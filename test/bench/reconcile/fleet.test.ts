import { describe, expect, test } from "vitest";
import { instanceFrom } from "../../../adapters/aws/ec2/instance.ts";
import { readInstances } from "../../../adapters/aws/ec2/lean-reader.ts";
import { compare, driftOf } from "../../../core/reconcile/compare.ts";
import { pageXml } from "../../adapters/aws/ec2/page-xml.ts";
import { instanceNo } from "../../builders.ts";
import { listedNo, numbersIn, POOLS, recordOf, SWEPT_AT, stockOf, ZONES } from "./fleet.ts";

const INSTANCES = 100;

describe("the fleet that a sweep is measured on", () => {
  test("has everybody once in the zones, page by page", () => {
    const pages = ZONES.flatMap((zone) =>
      [0, 10, 20, 30, 40].flatMap((from) => numbersIn(zone, INSTANCES, { from, limit: 10 })),
    );
    expect(pages.toSorted((a, b) => a - b)).toEqual(Array.from({ length: INSTANCES }, (_, n) => n));
  });

  test("has everybody once in the pools", () => {
    const ids = POOLS.flatMap((pool) => stockOf(pool, INSTANCES)).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(Array.from({ length: INSTANCES }, (_, n) => instanceNo(n)).toSorted());
  });

  test("is recorded as EC2 lists it, so that only the comparing is measured", () => {
    const listed = numbersIn(ZONES[1] ?? "", INSTANCES).map(listedNo);
    const { Reservations = [] } = readInstances(Buffer.from(pageXml(listed)));
    const rows = Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, SWEPT_AT));
    expect(rows.map((row) => compare(row, recordOf(row.id), SWEPT_AT))).toEqual(rows.map(() => ({ kind: "agrees" })));
    expect(rows.flatMap((row) => driftOf(row, recordOf(row.id)))).toEqual([]);
  });
});
