import { describe, expect, test } from "vitest";
import { decide } from "../../../../core/flows/steps/decide.ts";
import type { Instance, Signal } from "../../../../core/model/instance.ts";
import { aLease, EPOCH, inState } from "../../../builders.ts";

const said = (name: string, offsetMs?: number): Signal => ({
  name,
  at: EPOCH,
  ok: true,
  ...(offsetMs !== undefined && { offsetMs }),
});
const signals = (...all: Signal[]): Instance["signals"] => Object.fromEntries(all.map((each) => [each.name, each]));
const agent = { name: "signal", signal: said("agent"), at: EPOCH, cause: "signal:agent" } as const;
const unfitted = { lease: aLease({ configured: false }), leaseEpoch: 1 };

describe("the last piece of evidence", () => {
  test("ends the preparation of an instance whose claim asks for changes that can only come with the hand-over", () => {
    const preparing = inState("preparing", {
      ...unfitted,
      signals: signals(said("sysprep"), said("second-boot"), said("clock", 3)),
    });
    expect(decide(preparing, agent)).toMatchObject({
      kind: "moved",
      next: { state: "handing-over" },
      effect: "start",
    });
  });

  test("delivers nothing while the changes that the claim asks for are not made", () => {
    const handingOver = inState("handing-over", { ...unfitted, signals: signals(said("clock", 3)) });
    expect(decide(handingOver, agent)).toMatchObject({ kind: "kept", next: { state: "handing-over" } });
  });
});
