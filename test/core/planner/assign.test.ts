import { describe, expect, it } from "vitest";
import type { Claim } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { assign } from "../../../core/planner/assign.ts";
import { aLease, claimNo, EPOCH, instanceNo } from "../../builders.ts";
import { A, aSnapshot, asAsked, B, M5, M6I, NOW, row, rows, waiting } from "./snapshots.ts";

const given = (stock: readonly Instance[], pending: readonly Claim[]) => {
  const { assignments, unserved } = assign(aSnapshot({ stock, pending }), asAsked);
  return {
    given: assignments.map(({ claim, instance }) => [claim.id, instance]),
    unserved: unserved.map(({ id }) => id),
  };
};
const pair = (claim: number, instance: number) => [claimNo(claim), instanceNo(instance)];

describe("a waiting claim", () => {
  it("is given the one closest to ready, whatever is first in the stock", () => {
    const stock = [row(1, "launching"), row(2, "preparing"), row(3, "parking"), row(4, "warm")];
    const pending = [1, 2, 3, 4, 5].map((n) => waiting(n));
    expect(given(stock, pending)).toEqual({
      given: [pair(1, 4), pair(2, 3), pair(3, 2), pair(4, 1)],
      unserved: [claimNo(5)],
    });
  });

  it("is given nothing that would have to be started where EC2 refused lately, until that is over", () => {
    const stock = [row(1, "warm"), row(2, "parking"), row(3, "warm", { tier: "running" }), row(4, "preparing")];
    const pending = [1, 2, 3].map((n) => waiting(n));
    const closedFor = (until: number) => {
      const offering = `${stock[0]?.az}/${stock[0]?.type}`;
      return assign(aSnapshot({ stock, pending, closed: { [offering]: until } }), asAsked).assignments.map(
        ({ instance }) => instance,
      );
    };
    expect(closedFor(NOW + 1)).toEqual([instanceNo(3), instanceNo(4)]);
    expect(closedFor(NOW)).toEqual([instanceNo(3), instanceNo(1), instanceNo(2)]);
  });

  it("is given as another type what EC2 lacks capacity for as it is, when there is nothing else", () => {
    const stock = [row(1), row(2, "preparing")];
    const pending = [1, 2].map((n) => waiting(n));
    const snapshot = aSnapshot({ stock, pending, closed: { [`${A}/${M6I}`]: NOW + 1 } });
    const { assignments, unserved } = assign(snapshot, asAsked, () => M5);
    expect(assignments.map(({ instance, type }) => [instance, type])).toEqual([
      [instanceNo(2), undefined],
      [instanceNo(1), M5],
    ]);
    expect(unserved).toEqual([]);
    expect(assign(snapshot, asAsked, () => undefined).unserved).toHaveLength(1);
    expect(assign({ ...snapshot, closed: {} }, asAsked, () => M5).assignments.every(({ type }) => !type)).toBe(true);
  });

  it("that gets nothing is answered with when EC2 may be asked again, and only if stock is kept from it", () => {
    const closed = { "eu-west-1a/m6i.xlarge": NOW + 5_000 };
    const answered = (stock: readonly Instance[], pending: readonly Claim[]) =>
      assign(aSnapshot({ stock, pending, closed }), asAsked).reasons;
    const until = new Date(NOW + 5_000).toISOString();
    expect(answered([row(1)], [waiting(1)])).toEqual([{ code: "no-open-zone", detail: { until } }]);
    expect(answered([row(1)], [])).toEqual([]);
    expect(answered([], [waiting(1)])).toEqual([]);
    expect(answered([row(1, "quarantined"), row(2, "in-use")], [waiting(1)])).toEqual([]);
    expect(answered([row(1, "returning")], [waiting(1)])).toEqual([]);
    expect(answered([row(1, "warm", { lease: aLease() })], [waiting(1)])).toEqual([]);
    expect(answered([row(1), row(2, "preparing")], [waiting(1)])).toEqual([]);
  });

  it("is given the faster tier among those equally near", () => {
    const stock = [row(1, "warm"), row(2, "warm", { tier: "hibernated" }), row(3, "warm", { tier: "running" })];
    expect(
      given(
        stock,
        [1, 2, 3].map((n) => waiting(n)),
      ).given,
    ).toEqual([pair(1, 3), pair(2, 2), pair(3, 1)]);
  });

  it("is given what has waited longest in its state, and among those of one moment the lowest id", () => {
    const stock = [
      row(3, "warm", { since: EPOCH + 1 }),
      row(2, "warm", { since: EPOCH + 1 }),
      row(9, "warm", { since: EPOCH }),
    ];
    expect(
      given(
        stock,
        [1, 2, 3].map((n) => waiting(n)),
      ).given,
    ).toEqual([pair(1, 9), pair(2, 2), pair(3, 3)]);
  });

  it("is served before a younger one", () => {
    expect(given([row(1)], [waiting(1), waiting(2)])).toEqual({ given: [pair(1, 1)], unserved: [claimNo(2)] });
  });

  it("leaves what does not fit to the next", () => {
    const stock = [row(1, "warm", { az: A, type: M6I }), row(2, "warm", { az: B, type: M5 })];
    const pending = [waiting(1, { type: M5 }), waiting(2, { az: B }), waiting(3, { az: A })];
    expect(given(stock, pending)).toEqual({ given: [pair(1, 2), pair(3, 1)], unserved: [claimNo(2)] });
  });

  it.each([
    ["leased", row(1, "preparing", { lease: aLease() })],
    ["suspect", row(1, "warm", { suspectSince: EPOCH })],
    ["returning", row(1, "returning")],
    ["handing-over", row(1, "handing-over")],
    ["in use", row(1, "in-use")],
    ["quarantined", row(1, "quarantined")],
    ["retiring", row(1, "retiring")],
  ])("is not given what is %s", (_, instance) => {
    expect(given([instance], [waiting(1)])).toEqual({ given: [], unserved: [claimNo(1)] });
  });

  it.each(["queue", "launch", "refuse"] as const)("is served whatever its fallback: %s", (fallback) => {
    expect(given([row(1)], [waiting(1, {}, { fallback })]).given).toEqual([pair(1, 1)]);
  });
});

describe("a claim that is not waiting", () => {
  it.each([
    ["has waited too long", waiting(1, {}, { waitUntil: NOW })],
    ["has an instance, and lags in the list", waiting(1, {}, { state: "leased" })],
    ["is delivered, and lags in the list", waiting(1, {}, { state: "delivered" })],
    ["has ended, and lags in the list", waiting(1, {}, { state: "released" })],
  ])("because it %s is neither served nor launched for", (_, claim) => {
    expect(given(rows(2, "warm"), [claim])).toEqual({ given: [], unserved: [] });
  });

  it("is one until the very moment its wait is over", () => {
    expect(given(rows(1, "warm"), [waiting(1, {}, { waitUntil: NOW + 1 })]).given).toHaveLength(1);
  });
});
