import { describe, expect, it } from "vitest";
import { alertChecks } from "../../../core/checkup/alerts.ts";
import { deadLettersCheck, queueCheck, ruleCheck } from "../../../core/checkup/feeds.ts";
import { permissionsCheck } from "../../../core/checkup/permissions.ts";
import { probesCheck } from "../../../core/checkup/probes.ts";
import { sweepCheck } from "../../../core/checkup/sweep.ts";
import type { DeliveryWindow } from "../../../core/model/delivery.ts";
import type { RuleFound } from "../../../core/model/feed.ts";
import {
  CHECK_OLDEST_MAX_MS,
  CHECK_SILENCE_MAX_MS,
  CHECK_SWEEPS_MISSED_MAX,
  CHECK_WAITING_MAX,
  DRY_RUN_AGE_MAX_MS,
  SWEEP_TICK_MS,
} from "../../../core/model/limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import type { Tried } from "../../../core/model/trial.ts";
import { anAlert, EPOCH, POOL, REGION } from "../../builders.ts";
import { aBlindSweep, aBusySweep } from "../../cli/sweeps.ts";

const aRule = (changes: Partial<RuleFound> = {}): RuleFound => ({
  of: "spot-interrupted",
  name: "greenroom-try-spot-interrupted",
  bus: "default",
  state: "enabled",
  hears: ["EC2 Spot Instance Interruption Warning"],
  feedsIt: true,
  ...changes,
});

describe("a rule", () => {
  it.each<[string, Partial<RuleFound>, string, RegExp | undefined]>([
    ["is well when it is enabled and feeds its function's queue", {}, "ok", undefined],
    [
      "is ill when it is disabled",
      { state: "disabled" },
      "failing",
      /enable-rule --name greenroom-try-spot-interrupted/,
    ],
    [
      "is ill when it is not there",
      { state: "missing", feedsIt: false, hears: [] },
      "failing",
      /deploy the plane again/,
    ],
    ["is ill when it feeds another queue", { feedsIt: false }, "failing", /deploy the plane again/],
  ])("%s", (_, changes, outcome, fix) => {
    const check = ruleCheck(aRule(changes));
    expect(check).toMatchObject({ kind: "rule", of: "spot-interrupted", outcome });
    expect(check.fix ?? "").toMatch(fix ?? /^$/);
  });
});

describe("a queue", () => {
  const depth = { waiting: 0, underWay: 3, later: 5_000 };
  it.each([
    ["with much for later", depth, "ok"],
    ["with as much as is taken at once", { ...depth, waiting: CHECK_WAITING_MAX }, "ok"],
    ["with more than that", { ...depth, waiting: CHECK_WAITING_MAX + 1 }, "failing"],
    ["whose oldest message is old", { ...depth, waiting: 1, oldestMs: CHECK_OLDEST_MAX_MS + 1 }, "failing"],
  ])("%s", (_, given, outcome) => expect(queueCheck("wake", given)).toMatchObject({ outcome, found: given }));

  it("that holds what was given up names how to see why", () => {
    expect(deadLettersCheck("wake", 0)).toMatchObject({ outcome: "ok" });
    expect(deadLettersCheck("wake", 2)).toMatchObject({
      outcome: "failing",
      found: { count: 2 },
      fix: expect.stringContaining("greenroom redrive wake --dry-run"),
    });
  });
});

describe("a region", () => {
  const MOST_MS = CHECK_SWEEPS_MISSED_MAX * SWEEP_TICK_MS;
  const swept = aBusySweep(EPOCH);
  const ended = EPOCH + 2 * MINUTE_MS;
  it.each([
    ["whose last complete sweep is recent", [swept], ended + MOST_MS, "ok"],
    ["whose last complete sweep is old", [swept], ended + MOST_MS + 1, "failing"],
    ["of which nothing but incomplete sweeps is known", [aBlindSweep(EPOCH)], EPOCH, "failing"],
    ["that is young and was never swept", [], EPOCH + MOST_MS, "unknown"],
    ["that is not, and was never swept", [], EPOCH + MOST_MS + 1, "failing"],
  ])("%s", (_, sweeps, now, outcome) => {
    const check = sweepCheck(REGION, sweeps, EPOCH, now);
    expect(check).toMatchObject({ kind: "sweep", of: REGION, outcome });
    expect(check.fix === undefined).toBe(outcome === "ok");
  });

  it("is judged by its last complete sweep, though a later one is not", () =>
    expect(sweepCheck(REGION, [aBlindSweep(ended), swept], EPOCH, ended)).toMatchObject({ outcome: "ok" }));
});

describe("a delivery path", () => {
  const window: DeliveryWindow = {
    path: "sns-sqs",
    start: EPOCH,
    sent: [0, 1],
    arrived: [{ seq: 0, at: EPOCH + 50 }],
    buckets: {},
    doubles: 0,
    closed: false,
  };
  const seen = { path: "sns-sqs", windows: [window], now: EPOCH + 50 + CHECK_SILENCE_MAX_MS };
  it("is well while probes arrive", () => expect(probesCheck(seen)).toMatchObject({ outcome: "ok" }));
  it("is ill when none arrived for long, though they are sent", () =>
    expect(probesCheck({ ...seen, now: seen.now + 1 })).toMatchObject({
      outcome: "failing",
      says: expect.stringMatching(/^probes are sent and none arrived/),
    }));
  it("is ill when nobody probes it", () =>
    expect(probesCheck({ ...seen, windows: [] })).toMatchObject({
      outcome: "failing",
      says: "no probe was sent or arrived lately",
      fix: expect.stringContaining("probe-tick"),
    }));
  it("is ill when it loses", () =>
    expect(probesCheck({ ...seen, lossSince: EPOCH })).toMatchObject({
      outcome: "failing",
      says: expect.stringContaining("loses since"),
    }));
});

describe("alerts", () => {
  const alert = anAlert();
  it("are one check each while they are active, with what to do", () =>
    expect(alertChecks([alert], EPOCH + MINUTE_MS)).toMatchObject([
      { of: `breaker-open ${POOL}`, outcome: "failing", fix: expect.stringContaining("greenroom list POOL") },
    ]));
  it.each(["pending", "over"] as const)("are none while they are %s", (state) =>
    expect(alertChecks([{ ...alert, state }], EPOCH)).toMatchObject([{ outcome: "ok", found: { raised: 0 } }]),
  );
});

describe("permissions", () => {
  const allowed = (action: string): Tried => ({ action, outcome: "allowed" });
  const SIX = [
    "RunInstances",
    "StartInstances",
    "ModifyInstanceAttribute",
    "CreateTags",
    "StopInstances",
    "TerminateInstances",
  ];
  const all = SIX.map((name) => allowed(`ec2:${name}`));
  const trial = (tried: readonly Tried[]) => ({ pool: POOL, by: "perform-action" as const, at: EPOCH, tried });
  it("are well when EC2 would allow every call", () =>
    expect(permissionsCheck(POOL, "perform-action", trial(all), EPOCH + DRY_RUN_AGE_MAX_MS)).toMatchObject({
      outcome: "ok",
      found: { allowed: 6, refused: 0, untried: 0 },
    }));
  it("are ill when it would refuse one, and the action is named", () =>
    expect(
      permissionsCheck(
        POOL,
        "perform-action",
        trial([{ action: "ec2:RunInstances", outcome: "refused", code: "UnauthorizedOperation" }]),
        EPOCH,
      ),
    ).toMatchObject({
      outcome: "failing",
      says: "EC2 would refuse perform-action: ec2:RunInstances (UnauthorizedOperation)",
      fix: expect.stringContaining("deploy again"),
    }));
  it("are ill when the launch could never work, and then the template is to be mended", () =>
    expect(
      permissionsCheck(
        POOL,
        "perform-action",
        trial([{ action: "ec2:RunInstances", outcome: "refused", code: "InvalidAMIID.NotFound" }]),
        EPOCH,
      ),
    ).toMatchObject({ outcome: "failing", fix: expect.stringContaining("mend the template") }));
  it.each([
    ["when none was tried", undefined, EPOCH],
    ["when what was tried is old", trial(all), EPOCH + DRY_RUN_AGE_MAX_MS + 1],
    ["when there was no instance to try them on", trial(all.slice(0, 1)), EPOCH],
    [
      "when EC2 did not say",
      trial([...all.slice(1), { action: "ec2:RunInstances", outcome: "unanswered", code: "RequestLimitExceeded" }]),
      EPOCH,
    ],
  ])("are unknown %s", (_, given, now) =>
    expect(permissionsCheck(POOL, "perform-action", given, now)).toMatchObject({
      outcome: "unknown",
      fix: expect.any(String),
    }),
  );
});
