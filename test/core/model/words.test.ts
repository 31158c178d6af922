import { describe, expect, it } from "vitest";
import { isAnswered, turnOf } from "../../../core/model/claim.ts";
import { spread } from "../../../core/model/ids.ts";
import { newLedger } from "../../../core/model/ledger.ts";
import { REASONS, type ReasonCode, reason, sentence } from "../../../core/model/reason.ts";
import { binOf, stateIndexOf } from "../../../core/model/state-index.ts";
import { generationOf, zonesIn } from "../../../core/model/template.ts";
import { iso, wholeSecond } from "../../../core/model/time.ts";
import { CLAIM_STATES } from "../../../events/states.ts";
import { aClaim, aLease, aTemplate, EPOCH, IMAGE, inState, POOL } from "../../builders.ts";

describe("a reason", () => {
  it("carries its figures, or none", () => {
    expect(reason("reserved", { claim: "c" })).toEqual({ code: "reserved", detail: { claim: "c" } });
    expect(reason("launched")).toEqual({ code: "launched" });
  });

  it("is a sentence with its figures in it", () => {
    expect(sentence(reason("below-target", { tier: "stopped", stock: 0, target: 4 }))).toBe(
      "tier stopped holds 0 of 4",
    );
  });

  it("shows a figure it was not given as the hole it is", () => {
    expect(sentence(reason("reserved"))).toBe("{claim} waits for it");
  });

  it.each(Object.keys(REASONS) as ReasonCode[])("%s has a sentence", (code) => {
    expect(sentence({ code })).toMatch(/^[a-zA-Z{].{8,}/);
  });
});

describe("a state index", () => {
  it("is the state's for what is free, another for what is leased, and one for suspects whatever they are", () => {
    expect(stateIndexOf(inState("warm"))).toBe("warm");
    expect(stateIndexOf(inState("preparing", { lease: aLease() }))).toBe("preparing-leased");
    expect(stateIndexOf(inState("warm", { suspectSince: EPOCH }))).toBe("suspect");
    expect(stateIndexOf(inState("parking", { suspectSince: EPOCH, lease: aLease() }))).toBe("suspect");
  });

  it("keeps its tiers apart, and what is in it spread", () => {
    const instance = inState("warm", { tier: "hibernated" });
    expect(binOf(instance)).toBe(`warm#hibernated#${spread(instance.id)}`);
  });
});

describe("a claim", () => {
  it.each(CLAIM_STATES)("that is %s is owed something only before its end and its delivery", (state) => {
    expect(isAnswered({ state })).toBe(!["pending", "leased"].includes(state));
  });

  it("has its turn by age, then by id", () => {
    const turns = [
      turnOf({ id: "b", requestedAt: 999 }),
      turnOf({ id: "a", requestedAt: 1_000 }),
      turnOf({ id: "b", requestedAt: 1_000 }),
      turnOf(aClaim()),
    ];
    expect(turns.toSorted()).toEqual(turns);
    expect(new Set(turns).size).toBe(turns.length);
  });
});

describe("a template", () => {
  it("makes generations by name, version and image", () => {
    expect(generationOf(aTemplate(), IMAGE)).toBe(`windows-2022-build@3/${IMAGE}`);
  });

  it("has zones by region", () => {
    const subnets = { "eu-west-1a": "s", "us-east-1a": "s", "eu-west-1b": "s" };
    expect(zonesIn({ subnets }, "eu-west-1")).toEqual(["eu-west-1a", "eu-west-1b"]);
    expect(zonesIn({ subnets }, "us-east-1")).toEqual(["us-east-1a"]);
  });
});

describe("a ledger", () => {
  it("begins empty, before any plan", () => {
    const breaker = { failures: 0, countedTo: 0 };
    expect(newLedger(POOL)).toEqual({ pool: POOL, epoch: 0, intents: [], breaker, surplusSince: {} });
  });
});

describe("a moment", () => {
  it("is written in UTC, and cut to EC2's whole seconds", () => {
    expect(iso(EPOCH + 7)).toBe("2026-01-05T09:00:00.007Z");
    expect(wholeSecond(EPOCH + 999)).toBe(EPOCH);
    expect(wholeSecond(EPOCH)).toBe(EPOCH);
  });
});
