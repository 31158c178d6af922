import { describe, expect, it } from "vitest";
import { lossSince } from "../../../core/delivery/loss.ts";
import { decidedAt } from "../../../core/model/delivery.ts";
import { aWindow, startOf } from "./windows.ts";

const whole = (nth: number) => aWindow(nth, [0, 1], { 0: 0, 1: 0 });
const lossy = (nth: number, lost = 1) => aWindow(nth, [0, 1].slice(0, lost + 1), lost === 1 ? { 0: 0 } : {});
const empty = (nth: number) => aWindow(nth, [], {});
const at = (nth: number) => decidedAt(startOf(nth));

describe("the signal of a loss", () => {
  it("is silent while everything arrives, and while nothing is known", () => {
    expect(lossSince([whole(0), whole(1)], at(1))).toBeUndefined();
    expect(lossSince([], at(0))).toBeUndefined();
  });

  it("is reported from the end of the grace, and not a moment earlier", () => {
    expect(lossSince([lossy(0)], at(0) - 1)).toBeUndefined();
    expect(lossSince([lossy(0)], at(0))).toEqual({ path: "sns-sqs", since: startOf(0), lost: 1, sent: 2 });
  });

  it("keeps its since while windows go on losing, whatever order they come in", () => {
    expect(lossSince([lossy(3), whole(1), lossy(2), lossy(0)], at(3))).toEqual({
      path: "sns-sqs",
      since: startOf(2),
      lost: 2,
      sent: 4,
    });
  });

  it("is over with the next whole window, and not with one that is still open", () => {
    expect(lossSince([lossy(0), whole(1)], at(1) - 1)).toMatchObject({ since: startOf(0) });
    expect(lossSince([lossy(0), whole(1)], at(1))).toBeUndefined();
  });

  it("is not ended by a window in which nothing was sent", () => {
    expect(lossSince([lossy(0), empty(1)], at(1))).toMatchObject({ since: startOf(0), lost: 1 });
  });

  it("takes back what arrives after all", () => {
    const late = { ...lossy(0), arrived: [0, 1].map((seq) => ({ seq, at: at(0) + 5 })) };
    expect(lossSince([late], at(0) + 5)).toBeUndefined();
  });
});
