import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAPACITY_DECAY_MS, CAPACITY_LEAST_MS, CAPACITY_MOST_MS } from "../../../core/model/limits.ts";
import {
  closedFor,
  closedMs,
  hit,
  levelAt,
  needsStart,
  offeringOf,
  passed,
  type UnavailableOffering,
  unavailableKey,
} from "../../../core/model/offering.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { anUnavailable, EPOCH, inState, next, POOL } from "../../builders.ts";

const { region, offering, error } = anUnavailable();
const refused = { region, offering, error };

describe("a place", () => {
  it("is named by zone and type, and Spot's is another", () => {
    expect(offeringOf("eu-west-1a", "m5.xlarge")).toBe("eu-west-1a/m5.xlarge");
    expect(offeringOf("eu-west-1a", "m5.xlarge", "spot")).toBe("eu-west-1a/m5.xlarge/spot");
  });

  it.each([
    ["warm", "stopped", true],
    ["warm", "hibernated", true],
    ["warm", "running", false],
    ["parking", "stopped", true],
    ["parking", "running", false],
    ["preparing", "stopped", false],
    ["launching", "stopped", false],
  ] as const)("is asked for capacity by the hand-over of one that is %s in tier %s: %s", (state, tier, asks) => {
    expect(needsStart(inState(state, { tier }))).toBe(asks);
  });
});

describe("an unavailable offering", () => {
  it("lasts for the least time after the first refusal, and for twice as long after each further one in a row", () => {
    let unavailableOffering: UnavailableOffering | undefined;
    let now = EPOCH;
    const minutes: number[] = [];
    for (let refusals = 0; refusals < 8; refusals += 1) {
      unavailableOffering = hit(unavailableOffering, refused, now);
      minutes.push((unavailableOffering!.until - now) / MINUTE_MS);
      now = unavailableOffering!.until;
    }
    expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    expect(unavailableOffering).toMatchObject({ level: 8, version: 8, error });
  });

  it("does not rise while it is active: who meets it then could not know", () => {
    expect(hit(anUnavailable(), refused, EPOCH + MINUTE_MS - 1)).toBeUndefined();
    expect(hit(anUnavailable(), refused, EPOCH + MINUTE_MS)).toMatchObject({ level: 2 });
  });

  it.each([
    [8, 0, 8],
    [8, CAPACITY_DECAY_MS - 1, 8],
    [8, CAPACITY_DECAY_MS, 4],
    [8, 2 * CAPACITY_DECAY_MS, 2],
    [8, 4 * CAPACITY_DECAY_MS, 0],
    [1, CAPACITY_DECAY_MS, 0],
    [8, -MINUTE_MS, 8],
  ])("of level %i counts, %i ms after it was open, as %i", (level, after, counts) => {
    expect(levelAt(anUnavailable({ level }), anUnavailable().until + after)).toBe(counts);
  });

  it("opens at once when something starts there, at half its level, until there is nothing left to forget", () => {
    const standing = anUnavailable({ level: 4, until: EPOCH + HOUR_MS });
    const once = passed(standing, EPOCH);
    expect(once).toEqual(next(standing, { level: 2, until: EPOCH }));
    expect(passed(once!, EPOCH)).toEqual(next(once!, { level: 1 }));
    expect(passed(anUnavailable({ level: 1, until: EPOCH }), EPOCH)).toMatchObject({ level: 0 });
    expect(passed(anUnavailable({ level: 0, until: EPOCH }), EPOCH)).toBeUndefined();
    expect(passed(anUnavailable({ level: 1 }), EPOCH + HOUR_MS)).toBeUndefined();
  });

  it("of one pool applies to that pool alone", () => {
    const unavailable = [
      anUnavailable({ offering: "p" }),
      anUnavailable({ offering: "q", pool: POOL }),
      anUnavailable({ offering: "q", pool: "other" }),
    ];
    expect(Object.keys(closedFor(unavailable, POOL, EPOCH))).toEqual(["p", "q"]);
    expect(Object.keys(closedFor(unavailable, "third", EPOCH))).toEqual(["p"]);
    expect(new Set(unavailable.map(unavailableKey)).size).toBe(3);
  });

  it("closes its place until the later of two, and no longer than it lasts", () => {
    const later = anUnavailable({ pool: POOL, until: EPOCH + HOUR_MS });
    for (const unavailable of [
      [anUnavailable(), later],
      [later, anUnavailable()],
    ])
      expect(closedFor(unavailable, POOL, EPOCH)).toEqual({ [offering]: EPOCH + HOUR_MS });
    expect(closedFor([anUnavailable()], POOL, EPOCH + MINUTE_MS)).toEqual({});
  });
});

describe("always", () => {
  const happenings = fc.array(
    fc.record({ refused: fc.boolean(), retryAfterMs: fc.integer({ min: 0, max: 2 * HOUR_MS }) }),
    {
      maxLength: 60,
    },
  );

  it("an unavailable offering lasts for a time between the least and the most, its versions follow each other, and it is over in the end", () =>
    fc.assert(
      fc.property(happenings, (all) => {
        let unavailableOffering: UnavailableOffering | undefined;
        let now = EPOCH;
        for (const { refused: isRefused, retryAfterMs } of all) {
          now += retryAfterMs;
          const before: UnavailableOffering | undefined = unavailableOffering;
          const after = isRefused ? hit(before, refused, now) : before && passed(before, now);
          if (!after) continue;
          expect(after.version).toBe((before?.version ?? 0) + 1);
          expect(after.level).toBeGreaterThanOrEqual(0);
          if (isRefused) {
            expect(after.until - now).toBeGreaterThanOrEqual(CAPACITY_LEAST_MS);
            expect(after.until - now).toBeLessThanOrEqual(CAPACITY_MOST_MS);
          } else expect(closedFor([after], POOL, now)).toEqual({});
          unavailableOffering = after;
        }
        if (unavailableOffering)
          expect(levelAt(unavailableOffering, unavailableOffering.until + 8 * CAPACITY_DECAY_MS)).toBe(0);
      }),
      { seed: 16, numRuns: 300 },
    ));

  it("the more refusals in a row, the longer: never shorter, and never beyond the most", () => {
    const times = Array.from({ length: 40 }, (_, n) => closedMs(n + 1));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBe(CAPACITY_MOST_MS);
  });
});
