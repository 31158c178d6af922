import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../core/model/time.ts";
import type { Fact } from "../../local/facts.ts";
import { AWAITED_RULES, invariants, RULES } from "../../local/invariants.ts";
import { answersKept } from "../../local/rules/answers-kept.ts";
import { belowCeiling } from "../../local/rules/below-ceiling.ts";
import { claimsEnd } from "../../local/rules/claims-end.ts";
import { deliveredRuns } from "../../local/rules/delivered-runs.ts";
import { inUseLeftAlone } from "../../local/rules/in-use-left-alone.ts";
import { launchesIntended } from "../../local/rules/launches-intended.ts";
import { noMistakes } from "../../local/rules/no-mistakes.ts";
import { noOrphan } from "../../local/rules/no-orphan.ts";
import { nothingGivenUp } from "../../local/rules/nothing-given-up.ts";
import { oneHolder } from "../../local/rules/one-holder.ts";
import { published } from "../../local/rules/published.ts";
import { spotRequestsEnd } from "../../local/rules/spot-requests-end.ts";
import type { Machine } from "../../local/world/machine.ts";
import type { SpotRequest } from "../../local/world/spot-requests.ts";
import { anIntent, aTemplate, EPOCH, instanceNo, POOL } from "../builders.ts";
import { BREACHES_UNDER_FAULTS, type Breach as BreachUnderFaults } from "./breaches.ts";
import { aSpotRequest, BREACHES_OF_BLAME, KEPT_OF_BLAME } from "./breaches-of-blame.ts";
import {
  answeredAs,
  asked,
  claimAt,
  claimTold,
  ec2,
  FIRST,
  instanceAt,
  instanceTold,
  intended,
  launched,
  onward,
  poolAt,
  poolTold,
  SECOND,
} from "./facts.ts";

const ALL = [...RULES, ...AWAITED_RULES];
const I1 = instanceNo(1);
const MUCH_LATER = EPOCH + 12 * HOUR_MS;

const aMachine = (changes: Partial<Machine> = {}): Machine => ({
  id: I1,
  pool: POOL,
  intent: anIntent(),
  template: aTemplate(),
  privateIp: "10.0.1.17",
  securityGroups: [],
  interfaces: [],
  gib: 30,
  launchedAt: EPOCH,
  tags: {},
  stateReason: undefined,
  stuck: undefined,
  isProtected: false,
  isTagless: false,
  type: "m6i.xlarge",
  state: "running",
  since: EPOCH,
  past: [],
  cycle: 1,
  ...changes,
});

const after = (
  facts: readonly Fact[],
  machines: readonly Machine[] = [],
  now = MUCH_LATER,
  spotRequests: readonly SpotRequest[] = [],
): readonly string[] => {
  const { observe, violations } = invariants(ALL);
  for (const fact of facts) observe(fact, EPOCH);
  return violations({ machines, spotRequests, now });
};

interface Breach extends BreachUnderFaults {
  readonly machines?: readonly Machine[];
}

const token = anIntent().token;
const delivered = claimAt("delivered");
const BREACHES: readonly Breach[] = [
  ...BREACHES_UNDER_FAULTS,
  ...BREACHES_OF_BLAME,
  {
    rule: oneHolder,
    facts: [claimAt("leased"), claimAt("leased", { id: SECOND })],
    says: `${I1} went to ${SECOND} while ${FIRST} had it`,
  },
  {
    rule: answersKept,
    facts: [answeredAs({ state: "pending" })],
    says: `${FIRST} was answered at version 1, which was never written`,
  },
  {
    rule: answersKept,
    facts: [delivered, claimTold({ state: "delivered", instance: instanceNo(2) })],
    says: `${FIRST} was published as delivered ${instanceNo(2)} at version 1, written as delivered ${I1}`,
  },
  {
    rule: answersKept,
    facts: [delivered, onward(delivered, { state: "pending" })],
    says: `${FIRST} went from delivered to pending`,
  },
  { rule: claimsEnd, facts: [claimAt("pending")], says: `${FIRST} is still pending` },
  { rule: claimsEnd, facts: [claimAt("leased")], says: `${FIRST} is still leased` },
  { rule: noOrphan, facts: [], machines: [aMachine()], says: `${I1} of ${POOL} is running, and unrecorded` },
  {
    rule: noOrphan,
    facts: [instanceAt("gone")],
    machines: [aMachine()],
    says: `${I1} of ${POOL} is running, and recorded as gone`,
  },
  {
    rule: launchesIntended,
    facts: [launched(1)],
    says: `${I1} launched with ${token}, which was never intended`,
  },
  {
    rule: launchesIntended,
    facts: [intended(1), launched(1), launched(2)],
    says: `${instanceNo(2)} launched with ${token} again`,
  },
  {
    rule: launchesIntended,
    facts: [intended(1), launched(1, 2)],
    says: `2 launched with ${token}, intended were 1`,
  },
  {
    rule: inUseLeftAlone,
    facts: [instanceAt("in-use"), asked("terminate")],
    says: `terminate of ${I1}, held by ${FIRST}`,
  },
  { rule: inUseLeftAlone, facts: [instanceAt("in-use"), asked("stop")], says: `stop of ${I1}, held by ${FIRST}` },
  { rule: deliveredRuns, facts: [ec2("stopped"), delivered], says: `${FIRST} got ${I1}, which is stopped` },
  {
    rule: belowCeiling,
    facts: [poolAt(1), instanceAt("warm"), instanceAt("launching", { id: instanceNo(2) })],
    says: `${POOL} holds 2 with ${instanceNo(2)}, at most 1`,
  },
  {
    rule: spotRequestsEnd,
    facts: [],
    machines: [aMachine({ isRespawned: true, spotRequest: "sir-1" })],
    says: `${I1} is there, launched by sir-1`,
  },
  { rule: published, facts: [instanceAt("warm", { version: 1 })], says: `${I1}:1 was never published` },
  { rule: published, facts: [instanceTold(3)], says: `${I1}:3 was published and never written` },
  {
    rule: nothingGivenUp,
    facts: [{ kind: "dead", from: "perform-action", text: "{}", error: "PortError: Contended" }],
    says: "perform-action: PortError: Contended for {}",
  },
  {
    rule: noMistakes,
    facts: [{ kind: "responded", status: 500, path: "/pools/win-build/claims" }],
    says: "500 for /pools/win-build/claims",
  },
];

describe("a rule", () => {
  test.each(BREACHES.map((breach) => ({ ...breach, sentence: breach.rule.sentence })))(
    "that is broken says so: $sentence: $says",
    ({ facts, machines, spotRequests, sentence, says }) =>
      expect(after(facts, machines, MUCH_LATER, spotRequests)).toContain(`${sentence}: ${says}`),
  );

  test("is broken on purpose here, each of them", () =>
    expect(new Set(BREACHES.map(({ rule }) => rule))).toEqual(new Set(ALL)));
});

describe("no rule is broken", () => {
  const leased = claimAt("leased");
  const handedOver = onward(leased, { state: "delivered" });
  const released = onward(handedOver, { state: "released" });

  test("by a life as it should be", () => {
    const facts: Fact[] = [
      poolAt(20),
      poolTold(),
      intended(1),
      ec2("pending"),
      launched(1),
      launched(),
      instanceAt("in-use"),
      instanceTold(1),
      ec2("running"),
      leased,
      answeredAs({ state: "leased", instance: I1 }),
      claimTold({ state: "leased", instance: I1 }),
      handedOver,
      claimTold({ state: "delivered", instance: I1, version: 2 }),
      claimTold({ state: "delivered", instance: I1, version: 2 }),
      released,
      claimTold({ state: "released", instance: I1, version: 3 }),
    ];
    expect(after(facts, [aMachine()])).toEqual([]);
  });

  test.each(Object.entries(KEPT_OF_BLAME))("by %s", (_, facts) => {
    const ofBlame = new Set(BREACHES_OF_BLAME.map(({ rule }) => rule.sentence));
    const said = invariantsAfter(facts).filter((each) => [...ofBlame].some((sentence) => each.startsWith(sentence)));
    expect(said).toEqual([]);
  });

  test("by Spot requests that are over, of one time, or nobody's", () =>
    expect(
      after([], [], MUCH_LATER, [
        aSpotRequest({ state: "cancelled" }),
        aSpotRequest({ state: "closed", type: "one-time" }),
        aSpotRequest({ tags: {} }),
      ]),
    ).toEqual([]));

  test("by a claim that has time yet, nor by a launch whose record is on its way", () =>
    expect(after([claimAt("pending"), claimTold({})], [aMachine()], EPOCH + 60_000)).toEqual([]));

  test("by an instance that its next claimant gets after the one before", () =>
    expect(
      invariantsAfter([leased, handedOver, released, claimAt("leased", { id: SECOND })]).filter((each) =>
        each.startsWith(oneHolder.sentence),
      ),
    ).toEqual([]));

  test("by the termination of what is on its way out", () =>
    expect(invariantsAfter([instanceAt("retiring"), asked("terminate")])).toEqual([]));
});

function invariantsAfter(facts: readonly Fact[]): readonly string[] {
  const { observe, violations } = invariants(ALL);
  for (const fact of facts) observe(fact, EPOCH);
  return violations();
}

test("what is broken over and over is counted, not kept", () => {
  const failure: Fact = { kind: "responded", status: 500, path: "/claims" };
  const found = invariantsAfter(Array.from({ length: 250 }, () => failure));
  expect(found).toHaveLength(101);
  expect(found.at(-1)).toBe("and 150 more");
});
