import { describe, expect, it } from "vitest";
import { aClaim, EPOCH } from "../../builders.ts";
import { handover } from "../handover.ts";
import { callsBefore, type Made, planeShareMs } from "./share.ts";

const call = (name: string, begun: number, ended: number): Made => ({
  name,
  begun: EPOCH + begun,
  ended: EPOCH + ended,
});
const START = call("power.start", 40, 640);

describe("calls before the start", () => {
  it("count one after the other, and together as one", () => {
    const calls = [call("a", 0, 8), call("b", 8, 20), call("c", 10, 15), call("d", 20, 40), START, call("e", 640, 648)];
    expect(callsBefore("power.start", calls)).toBe(3);
    expect(callsBefore("power.start", [START])).toBe(0);
    expect(callsBefore("power.start", [call("a", 0, 8)])).toBeNaN();
  });
});

describe("the plane's share of a hit", () => {
  it("is the way to the start, and what its guest waits for answers until it is delivered", () => {
    const claim = aClaim({ requestedAt: EPOCH + 10, deliveredAt: EPOCH + 30_030 });
    const signals = [
      { at: EPOCH - 500, answeredAt: EPOCH - 400 },
      { at: EPOCH + 25_000, answeredAt: EPOCH + 25_050 },
      { at: EPOCH + 30_000, answeredAt: EPOCH + 30_060 },
    ];
    const handed = { claim, sentAt: EPOCH, isPlain: true, calls: [call("records.commit", 20, 40), START], signals };
    expect(planeShareMs(handed)).toBe(40 + 50 + 30);
  });
});

describe("the bench", () => {
  it("gives hits, almost-warm hits and misses, starts a hit after three calls at most, breaks no rule, and does so again", async () => {
    const figures = await handover({ seed: 3, rounds: 1 });
    expect(figures).toMatchObject({
      kinds: { hit: { n: 6 }, almostWarmHit: { n: 3 }, miss: { n: 3 } },
      violations: [],
      linux: { violations: [] },
    });
    expect(figures.callsBeforeStart.max).toBeLessThanOrEqual(3);
    expect(figures.linux.callsBeforeStart.max).toBeLessThanOrEqual(3);
    expect(JSON.stringify(await handover({ seed: 3, rounds: 1 }))).toBe(JSON.stringify(figures));
  });
});
