import { describe, expect, test } from "vitest";
import { actionText, planText, sweepText, timerText } from "../../../adapters/messages/texts.ts";
import type { Action } from "../../../core/model/action.ts";
import { planRequestId } from "../../../core/model/ids.ts";
import { claimNotice, instanceNotice, poolNotice } from "../../../core/notices/notice-of.ts";
import { attributesOf } from "../../../events/notices/attributes.ts";
import { aClaim, anInstance, aPool, EPOCH, instanceNo, POOL } from "../../builders.ts";

const idOf = (text: string): string => JSON.parse(text).id;

describe("a message's id", () => {
  const stop = { do: "stop", instance: instanceNo(1), entry: 2, leaseEpoch: 1, askedAgain: 0, cause: "a" } as const;
  const launch = { do: "launch", pool: POOL, token: "a".repeat(64), cause: "a" } as const;

  const OTHERS: readonly Action[] = [
    stop,
    { ...stop, do: "start" },
    { ...stop, do: "terminate" },
    { ...stop, instance: instanceNo(2) },
    { ...stop, entry: 3 },
    { ...stop, leaseEpoch: 2 },
    { ...stop, askedAgain: 1 },
    launch,
    { ...launch, token: "b".repeat(64) },
  ];

  test("differs for every action that is another one", () => {
    expect(new Set(OTHERS.map((action) => idOf(actionText(action, EPOCH)))).size).toBe(OTHERS.length);
  });

  test("does not depend on when and why an action is asked for", () => {
    expect(idOf(actionText({ ...stop, cause: "b" }, EPOCH + 1))).toBe(idOf(actionText(stop, EPOCH)));
  });

  test("differs for every deadline that is another one", () => {
    const timer = { instance: instanceNo(1), entry: 2, askedAgain: 0, wakeAt: EPOCH };
    const timers = [timer, { ...timer, instance: instanceNo(2) }, { ...timer, entry: 3 }, { ...timer, askedAgain: 1 }];
    expect(new Set(timers.map((each) => idOf(timerText(each, EPOCH)))).size).toBe(timers.length);
  });

  test("of a request to go on with a sweep changes with the sweep and the second", () => {
    const sweeps = ["eu-west-1:2026-01-05T09:00:00.000Z", "eu-west-2:2026-01-05T09:00:00.000Z"] as const;
    expect(idOf(sweepText(sweeps[0], EPOCH + 999))).toBe(idOf(sweepText(sweeps[0], EPOCH)));
    expect(idOf(sweepText(sweeps[0], EPOCH + 1_000))).not.toBe(idOf(sweepText(sweeps[0], EPOCH)));
    expect(idOf(sweepText(sweeps[1], EPOCH))).not.toBe(idOf(sweepText(sweeps[0], EPOCH)));
  });

  test("of a plan request changes with the second, and is one that a FIFO queue takes", () => {
    expect(idOf(planText(POOL, EPOCH + 999))).toBe(idOf(planText(POOL, EPOCH)));
    expect(idOf(planText(POOL, EPOCH + 1_000))).not.toBe(idOf(planText(POOL, EPOCH)));
    expect(planRequestId("p".repeat(39), EPOCH)).toMatch(/^[\w!-/:-@[-`{-~]{1,128}$/);
  });
});

describe("what subscribers can filter by", () => {
  test.each([
    {
      notice: instanceNotice(anInstance()),
      attributes: {
        kind: "instance",
        pool: POOL,
        state: "warm",
        az: "eu-west-1a",
        type: "m6i.xlarge",
        image: "ami-0a1b2c3d4e5f60718",
      },
    },
    { notice: claimNotice(aClaim()), attributes: { kind: "claim", pool: POOL, state: "pending" } },
    { notice: poolNotice(aPool()), attributes: { kind: "pool", pool: POOL } },
  ])("of a notice of kind $attributes.kind", ({ notice, attributes }) => {
    expect(attributesOf(notice)).toEqual(attributes);
  });
});
