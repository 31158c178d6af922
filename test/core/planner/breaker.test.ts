import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import type { Breaker } from "../../../core/model/ledger.ts";
import { BREAKER_FAILURES, BREAKER_OPEN_MS } from "../../../core/model/limits.ts";
import { allowedByBreaker, countOutcomes } from "../../../core/planner/breaker.ts";
import { aLedger, anIntent, EPOCH } from "../../builders.ts";
import { aSnapshot, NOW, row } from "./snapshots.ts";

const CLOSED: Breaker = { failures: 0, countedTo: EPOCH };
const failed = (n: number, at: number): Instance => {
  const { readyAt: _, ...unready } = row(n, "quarantined", { since: at });
  return unready;
};
const succeeded = (n: number, readyAt: number): Instance => row(n, "warm", { readyAt });

describe("preparations that fail", () => {
  it("are counted in a row", () => {
    const stock = [failed(1, EPOCH + 1), failed(2, EPOCH + 2)];
    expect(countOutcomes(CLOSED, stock)).toEqual({ failures: 2, countedTo: EPOCH + 2 });
  });

  it("are counted once", () => {
    const stock = [failed(1, EPOCH + 1), failed(2, EPOCH + 2)];
    expect(countOutcomes({ failures: 2, countedTo: EPOCH + 2 }, stock)).toEqual({ failures: 2, countedTo: EPOCH + 2 });
  });

  it("are counted by when they failed, wherever they are in the stock", () => {
    const stock = [failed(1, EPOCH + 3), succeeded(2, EPOCH + 2), failed(3, EPOCH + 1)];
    expect(countOutcomes(CLOSED, stock)).toEqual({ failures: 1, countedTo: EPOCH + 3 });
  });

  it("are none of those that were ready once: a failed hand-over says nothing of the image", () => {
    expect(countOutcomes(CLOSED, [row(1, "quarantined", { since: EPOCH + 5, readyAt: EPOCH - 5 })])).toEqual(CLOSED);
  });

  it("are none of those still under way", () => {
    const since = EPOCH + 5;
    expect(countOutcomes(CLOSED, [row(1, "preparing", { since }), row(2, "launching", { since })])).toEqual(CLOSED);
  });

  it("open the breaker from the failure that is one too many", () => {
    const stock = Array.from({ length: BREAKER_FAILURES }, (_, n) => failed(n, EPOCH + n + 1));
    expect(countOutcomes(CLOSED, stock.slice(1))).not.toHaveProperty("openUntil");
    expect(countOutcomes(CLOSED, stock)).toEqual({
      failures: BREAKER_FAILURES,
      countedTo: EPOCH + BREAKER_FAILURES,
      openUntil: EPOCH + BREAKER_FAILURES + BREAKER_OPEN_MS,
    });
  });

  it("keep it open when the one on trial fails too", () => {
    const open = { failures: BREAKER_FAILURES, countedTo: EPOCH, openUntil: EPOCH + BREAKER_OPEN_MS };
    expect(countOutcomes(open, [failed(9, NOW)])).toEqual({
      failures: BREAKER_FAILURES + 1,
      countedTo: NOW,
      openUntil: NOW + BREAKER_OPEN_MS,
    });
  });
});

describe("a preparation that succeeds", () => {
  it("closes the breaker and forgets the failures", () => {
    const open = { failures: 7, countedTo: EPOCH, openUntil: NOW };
    expect(countOutcomes(open, [succeeded(1, EPOCH + 1)])).toEqual({ failures: 0, countedTo: EPOCH + 1 });
  });

  it("counts before a failure of the same moment: rather one failure too many", () => {
    const stock = [failed(2, EPOCH + 1), succeeded(1, EPOCH + 1)];
    expect(countOutcomes({ failures: 3, countedTo: EPOCH }, stock).failures).toBe(1);
    expect(countOutcomes({ failures: 3, countedTo: EPOCH }, stock.toReversed()).failures).toBe(1);
  });

  it("changes nothing when there is nothing to forget, so that a quiet pool writes no ledger", () => {
    expect(countOutcomes(CLOSED, [succeeded(1, EPOCH + 1)])).toBe(CLOSED);
  });

  it("that was counted before closes nothing", () => {
    const open = { failures: 5, countedTo: EPOCH + 9, openUntil: NOW };
    expect(countOutcomes(open, [succeeded(1, EPOCH + 9)])).toEqual(open);
  });
});

describe("the breaker", () => {
  const open = (until: number): Breaker => ({ failures: 5, countedTo: EPOCH, openUntil: until });

  it("lets everything through while it is closed", () => {
    expect(allowedByBreaker(CLOSED, aSnapshot())).toEqual({ room: Number.POSITIVE_INFINITY, reasons: [] });
  });

  it("lets nothing through while it is open, and says until when", () => {
    const until = new Date(NOW + 1).toISOString();
    const reasons = [{ code: "breaker-open", detail: { until, failures: 5 } }];
    expect(allowedByBreaker(open(NOW + 1), aSnapshot())).toEqual({ room: 0, reasons });
  });

  it("lets one through on trial when its time is over", () => {
    const reasons = [{ code: "breaker-trial", detail: { failures: 5 } }];
    expect(allowedByBreaker(open(NOW), aSnapshot())).toEqual({ room: 1, reasons });
  });

  it.each([
    ["a launch is under way", { ledger: aLedger({ intents: [anIntent()] }) }],
    ["one is launching", { stock: [row(1, "launching")] }],
    ["one is preparing", { stock: [row(1, "preparing")] }],
  ])("lets no second one through while %s", (_, changes) => {
    expect(allowedByBreaker(open(NOW), aSnapshot(changes)).room).toBe(0);
  });

  it("is not on trial because of what is warm, in use or quarantined", () => {
    const stock = [row(1, "warm"), row(2, "in-use"), row(3, "quarantined")];
    expect(allowedByBreaker(open(NOW), aSnapshot({ stock })).room).toBe(1);
  });
});
