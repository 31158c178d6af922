import type { Attempt, AttemptName } from "../../core/model/attempt.ts";
import type { Fact } from "../../local/facts.ts";
import { belowCeiling } from "../../local/rules/below-ceiling.ts";
import { deadlinesKept } from "../../local/rules/deadlines-kept.ts";
import { deletionProven } from "../../local/rules/deletion-proven.ts";
import { fallbackInOrder } from "../../local/rules/fallback-in-order.ts";
import { fenced } from "../../local/rules/fenced.ts";
import { leasesRespected } from "../../local/rules/leases-respected.ts";
import { provenReady } from "../../local/rules/proven-ready.ts";
import type { Rule } from "../../local/rules/rule.ts";
import { versionsFollow } from "../../local/rules/versions-follow.ts";
import type { SpotRequest } from "../../local/world/spot-requests.ts";
import { aLease, anInstance, aPool, aTemplate, EPOCH, inState, instanceNo, next, POOL } from "../builders.ts";
import { asked, claimAt, ec2, FIRST, instanceAt, SECOND } from "./facts.ts";

export interface Breach {
  readonly rule: Rule;
  readonly facts: readonly Fact[];
  readonly says: string;
  readonly spotRequests?: readonly SpotRequest[];
}

const I1 = instanceNo(1);
type Known = ReturnType<typeof anInstance>;

/** One write of the first instance: the record before, and what changed. */
const written = (before: Known, changes: Partial<Known>, name = "deadline"): Fact => {
  const after = next(before, changes);
  return { kind: "written", written: { kind: "instance", before, after: { ...after, last: { ...after.last, name } } } };
};
const priced = (usdPerHour: number): Fact => ({
  kind: "written",
  written: { kind: "pool", after: aPool({ max: { instances: 9, usdPerHour } }) },
});
const terms = { ...anInstance().terms, usdPerHour: { running: 2, stopped: 1 } };
const evidence = { by: "signals", needs: ["clock"], maxClockOffsetMs: 100 } as const;
const unproven = inState("preparing", {
  signals: { clock: { name: "clock", at: EPOCH, ok: true, offsetMs: 101 } },
  terms: { ...terms, evidence: { ...aTemplate().evidence, preparing: evidence } },
});
/** The same with a clock that is right, of another start, or of a boot that does not count. */
const strayed = (asked: object, nonce: string | undefined): Known => ({
  ...unproven,
  signals: { clock: { name: "clock", at: EPOCH, ok: true, offsetMs: 1, ...(nonce !== undefined && { nonce }) } },
  terms: { ...terms, evidence: { ...aTemplate().evidence, preparing: { ...evidence, ...asked } } },
});
const parked = (before: Known): readonly Fact[] => [
  written(before, { state: "parking", entry: before.entry + 1 }, "ready"),
];

const tried = (...attempts: readonly AttemptName[]): readonly Attempt[] =>
  attempts.map((attempt) => ({ attempt, at: EPOCH, outcome: "failed", why: { code: "start-failed" } }));

/** Each with what breaks it, of the rules that faults are played against. */
export const BREACHES_UNDER_FAULTS: readonly Breach[] = [
  {
    rule: belowCeiling,
    facts: [priced(1), instanceAt("launching", { terms })],
    says: `${POOL} costs 2 with ${I1}, at most 1`,
  },
  { rule: fenced, facts: [instanceAt("warm"), asked("terminate")], says: `terminate of ${I1}, which is warm` },
  { rule: fenced, facts: [instanceAt("retiring"), asked("start")], says: `start of ${I1}, which is retiring` },
  {
    rule: leasesRespected,
    facts: [written(inState("in-use"), { state: "retiring" }, "retire")],
    says: `${I1} is retired, held by ${FIRST}`,
  },
  {
    rule: leasesRespected,
    facts: [written(inState("in-use"), { lease: aLease({ claim: SECOND, epoch: 2 }) })],
    says: `${I1} goes to ${SECOND}, held by ${FIRST}`,
  },
  {
    rule: leasesRespected,
    facts: [written(inState("parking", { suspectSince: EPOCH }), { lease: aLease() })],
    says: `${I1} is leased, and suspect`,
  },
  {
    rule: leasesRespected,
    facts: [written(inState("handing-over"), { state: "warm" })],
    says: `${I1} is warm, and leased`,
  },
  {
    rule: leasesRespected,
    facts: [instanceAt("warm"), claimAt("delivered")],
    says: `${FIRST} is delivered ${I1}, which is held by nobody`,
  },
  {
    rule: fallbackInOrder,
    facts: [claimAt("pending", { attempts: tried("another-type", "another-zone") })],
    says: `${FIRST} tried another-zone after another-type`,
  },
  {
    rule: fallbackInOrder,
    facts: [claimAt("pending", { attempts: tried(...Array.from({ length: 5 }, () => "another-zone" as const)) })],
    says: `${FIRST} was started 5 times in one fall-back`,
  },
  {
    rule: fallbackInOrder,
    facts: [claimAt("pending", { attempts: tried(...Array.from({ length: 17 }, () => "queue" as const)) })],
    says: `${FIRST} has 17 attempts`,
  },
  {
    rule: deletionProven,
    facts: [ec2("stopped"), written(inState("warm"), { state: "gone" }, "proven-gone")],
    says: `${I1} is gone by proven-gone, and stopped`,
  },
  {
    rule: deletionProven,
    facts: [ec2("running"), claimAt("lost", { instance: I1 })],
    says: `${FIRST} lost ${I1}, which is running`,
  },
  {
    rule: provenReady,
    facts: [written(unproven, { state: "parking", entry: unproven.entry + 1 }, "ready")],
    says: `${I1} is parking after preparing, without clock`,
  },
  {
    rule: provenReady,
    facts: parked(strayed({ bound: true }, undefined)),
    says: `${I1} is parking after preparing, without clock`,
  },
  {
    rule: provenReady,
    facts: parked(strayed({ bound: true }, "0123456789abcdef")),
    says: `${I1} is parking after preparing, without clock`,
  },
  {
    rule: provenReady,
    facts: parked(strayed({ fromBoot: { clock: 2 } }, undefined)),
    says: `${I1} is parking after preparing, without clock`,
  },
  {
    rule: provenReady,
    facts: [written(inState("handing-over"), { state: "in-use", lease: aLease({ configured: false }) }, "ready")],
    says: `${I1} is in-use after handing-over, without what the claim asked for`,
  },
  {
    rule: provenReady,
    facts: [written(inState("in-use"), { state: "warm" }, "released")],
    says: `${I1} is warm after in-use, without a scrub`,
  },
  {
    rule: deadlinesKept,
    facts: [written(inState("parking", { wakeAt: EPOCH }), { state: "quarantined" })],
    says: `${I1} was not looked at`,
  },
  {
    rule: deadlinesKept,
    facts: [
      { kind: "looked", id: I1 },
      written(inState("parking", { wakeAt: EPOCH + 60_000 }), { state: "quarantined" }),
    ],
    says: `${I1} was to leave parking later`,
  },
  { rule: versionsFollow, facts: [instanceAt("warm", { version: 2 })], says: `${I1} is written as 2` },
  {
    rule: versionsFollow,
    facts: [written(inState("in-use"), { observed: { state: "running", at: EPOCH - 1 } })],
    says: `${I1} believes what is older than what it knew`,
  },
  {
    rule: versionsFollow,
    facts: [written(inState("warm", { entry: 3 }), { state: "retiring" })],
    says: `${I1} is retiring, entry 3`,
  },
];
