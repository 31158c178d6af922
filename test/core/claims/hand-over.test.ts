import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handOverOf } from "../../../core/claims/hand-over.ts";
import type { HandOver } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, aLease, EPOCH, inState } from "../../builders.ts";

const after = (seconds: number) => EPOCH + seconds * SECOND_MS;
const delivered = (changes: Partial<Instance> = {}) =>
  inState("in-use", {
    since: after(60),
    observed: { state: "running", at: after(15) },
    lease: aLease({ reportedAt: after(50) }),
    ...changes,
  });
const seconds = (handOver: HandOver) =>
  Object.fromEntries(Object.entries(handOver).map(([stage, ms]) => [stage, ms / SECOND_MS]));

describe("where the time of a claim went", () => {
  it("a hit: nothing waits, EC2 starts it, it boots and proves itself", () => {
    const handOver = handOverOf(aClaim({ leasedAt: EPOCH }), inState("handing-over"), delivered());
    expect(seconds(handOver)).toEqual({
      ...{ waitMs: 0, prepareMs: 0, configureMs: 0 },
      ...{ startMs: 15, bootMs: 35, verifyMs: 10 },
    });
  });

  it("takes no time, rather than less, when one clock delivers what another has not asked for yet", () => {
    const early = { since: EPOCH - 175 };
    const handOver = handOverOf(aClaim({ leasedAt: EPOCH }), inState("handing-over", early), delivered(early));
    expect(new Set(Object.values(handOver))).toEqual(new Set([0]));
  });

  it("what the claim asks to be changed has a stage before the start", () => {
    const changed = delivered({ lease: aLease({ configuredAt: after(4), reportedAt: after(50) }) });
    const handOver = handOverOf(aClaim({ leasedAt: EPOCH }), inState("handing-over"), changed);
    expect(seconds(handOver)).toMatchObject({ configureMs: 4, startMs: 11, bootMs: 35 });
  });

  it("a almost-warm hit: the rest of the preparation, and no start of what runs already", () => {
    const before = inState("handing-over", { since: after(40) });
    expect(seconds(handOverOf(aClaim({ leasedAt: EPOCH }), before, delivered()))).toEqual({
      ...{ waitMs: 0, prepareMs: 40, configureMs: 0 },
      ...{ startMs: 0, bootMs: 10, verifyMs: 10 },
    });
  });

  it("a miss: the queue first", () => {
    const before = inState("handing-over", { since: after(9) });
    const handOver = handOverOf(aClaim({ leasedAt: after(7) }), before, delivered());
    expect(seconds(handOver)).toMatchObject({ waitMs: 7, prepareMs: 2, startMs: 6 });
  });

  it("what nobody saw end is left out, and its time is in the next stage", () => {
    const unheard = delivered({ observed: { state: "pending", at: after(5) }, lease: aLease() });
    const handOver = handOverOf(aClaim({ leasedAt: EPOCH }), inState("handing-over"), unheard);
    expect(seconds(handOver)).toEqual({ waitMs: 0, prepareMs: 0, configureMs: 0, verifyMs: 60 });
  });
});

describe("always", () => {
  const moment = fc.integer({ min: EPOCH - 90 * SECOND_MS, max: EPOCH + 90 * SECOND_MS });
  const maybe = fc.option(moment, { nil: undefined });
  const lifeOf = fc.record({ leasedAt: maybe, began: moment, configuredAt: maybe, reportedAt: maybe, seenAt: moment });

  it("the stages add up to the time from the request to the delivery, whatever clocks say", () =>
    fc.assert(
      fc.property(lifeOf, fc.constantFrom("pending", "running"), fc.nat(200_000), (moments, state, tookMs) => {
        const { leasedAt, began, configuredAt, reportedAt, seenAt } = moments;
        const handOver = handOverOf(
          aClaim(leasedAt === undefined ? {} : { leasedAt }),
          inState("handing-over", { since: began }),
          delivered({
            since: EPOCH + tookMs,
            observed: { state, at: seenAt },
            lease: aLease({ ...(configuredAt && { configuredAt }), ...(reportedAt && { reportedAt }) }),
          }),
        );
        const parts = Object.values(handOver);
        expect(parts.reduce((sum, ms) => sum + ms, 0)).toBe(tookMs);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }),
    ));
});
