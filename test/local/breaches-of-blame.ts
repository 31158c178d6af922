import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../../core/model/blame-limits.ts";
import type { Instance } from "../../core/model/instance.ts";
import type { Fact } from "../../local/facts.ts";
import { asAsked } from "../../local/rules/as-asked.ts";
import { billedBelowMax } from "../../local/rules/billed-below-max.ts";
import { endedForCause } from "../../local/rules/ended-for-cause.ts";
import { launchesBounded } from "../../local/rules/launches-bounded.ts";
import { namesApart } from "../../local/rules/names-apart.ts";
import { spotRequestsEnd } from "../../local/rules/spot-requests-end.ts";
import { warmAtRest } from "../../local/rules/warm-at-rest.ts";
import type { SpotRequest } from "../../local/world/spot-requests.ts";
import { BY_USER, KEY_UNUSABLE } from "../../local/world/state-reasons.ts";
import { aClaim, anIntent, EPOCH, IMAGE, inState, instanceNo, next, POOL, REGION } from "../builders.ts";
import type { Breach } from "./breaches.ts";
import { claimAt, ec2, FIRST, intended, launched, poolAt, SECOND } from "./facts.ts";

const I1 = instanceNo(1);
const MAX = LAUNCHES_PER_HOUR_UNPROVEN_MAX;
const made = { az: `${REGION}a`, type: "m6i.xlarge", imageId: IMAGE };

/** One write of the first instance, out of a state. */
export const left = (
  from: Instance["state"],
  to: Instance["state"],
  name: string,
  changes: Partial<Instance> = {},
): Fact => {
  const before = inState(from, changes);
  const after = next(before, { state: to, entry: before.entry + 1 });
  return { kind: "written", written: { kind: "instance", before, after: { ...after, last: { ...after.last, name } } } };
};
export const nths = (count: number): readonly number[] => Array.from({ length: count }, (_, nth) => nth + 1);
export const because = (state: Parameters<typeof ec2>[0], reason = KEY_UNUSABLE): Fact & { kind: "ec2" } => ({
  ...(ec2(state) as Fact & { kind: "ec2" }),
  reason,
});
const delivered = (request: object, overrides: object = {}): readonly Fact[] => [
  { ...(ec2("running") as Fact & { kind: "ec2" }), made },
  claimAt("delivered", { request: { ...aClaim().request, ...request }, overrides }),
];
const [eip, dns] = ["eipalloc-0123456789abcdef0", { zone: "Z1", name: "a.example.com", ttlSeconds: 60 }];
export const aSpotRequest = (changes: Partial<SpotRequest> = {}): SpotRequest => ({
  id: "sir-1",
  type: "persistent",
  instance: I1,
  state: "open",
  tags: { "greenroom:pool": POOL },
  ...changes,
});

/** Each with what breaks it, of the rules about what EC2 does after it accepted, and about what a claim gets. */
export const BREACHES_OF_BLAME: readonly Breach[] = [
  {
    rule: launchesBounded,
    facts: [intended(MAX + 1), launched(...nths(MAX + 1))],
    says: `${POOL} has launched ${MAX + 1} within an hour, and none is ready: at most ${MAX}`,
  },
  {
    rule: billedBelowMax,
    facts: [poolAt(2), intended(3), ec2("stopped"), launched(1, 2, 3)],
    says: `EC2 bills 3 of ${POOL} with ${[1, 2, 3].map(instanceNo).join(", ")}, at most 2`,
  },
  {
    rule: endedForCause,
    facts: [ec2("pending"), because("stopped"), left("handing-over", "retiring", "ec2:stopped")],
    says: `${I1} is retiring by ec2:stopped, and EC2 holds it stopped: ${KEY_UNUSABLE.code}`,
  },
  {
    rule: endedForCause,
    facts: [because("stopped", BY_USER), ec2("pending"), left("warm", "quarantined", "ec2:pending")],
    says: `${I1} is quarantined by ec2:pending, and others started it`,
  },
  {
    rule: asAsked,
    facts: delivered({ image: "ami-0123456789abcdef0" }),
    says: `${FIRST} asked for ami-0123456789abcdef0 and got ${I1}, which is ${IMAGE}`,
  },
  {
    rule: asAsked,
    facts: delivered({ az: `${REGION}b` }),
    says: `${FIRST} asked for ${REGION}b and got ${I1}, which is ${REGION}a`,
  },
  {
    rule: asAsked,
    facts: delivered({}, { type: "m7i.large" }),
    says: `${FIRST} asked for m7i.large and got ${I1}, which is m6i.xlarge`,
  },
  {
    rule: namesApart,
    facts: [claimAt("delivered", { overrides: { elasticIp: eip } })].concat(
      claimAt("leased", { id: SECOND, instance: instanceNo(2), overrides: { elasticIp: eip } }),
    ),
    says: `${eip} is of ${SECOND} while ${FIRST} has it`,
  },
  {
    rule: namesApart,
    facts: [claimAt("leased", { overrides: { dns } })].concat(
      claimAt("delivered", { id: SECOND, instance: instanceNo(2), overrides: { dns } }),
    ),
    says: `a.example.com in Z1 is of ${SECOND} while ${FIRST} has it`,
  },
  {
    rule: warmAtRest,
    facts: [left("parking", "warm", "ready", { observed: { state: "stopping", at: EPOCH } })],
    says: `${I1} is warm, and stopping`,
  },
  {
    rule: spotRequestsEnd,
    facts: [],
    spotRequests: [aSpotRequest()],
    says: `sir-1 is still open, and ${I1} is over`,
  },
];

/** What looks like a breach of them, and is none. */
export const KEPT_OF_BLAME: Readonly<Record<string, readonly Fact[]>> = {
  "launches up to the bound": [intended(MAX), launched(...nths(MAX))],
  "launches of two hours, or after one became ready": [
    intended(MAX + 1),
    {
      kind: "written",
      written: { kind: "instance", after: inState("warm", { version: 1, readyAt: EPOCH + 1 }) },
    },
    launched(...nths(MAX + 1)),
  ],
  "a launch beside what is shutting down": [poolAt(1), intended(2), ec2("shutting-down"), launched(1, 2)],
  "a launch by somebody else": [poolAt(0), { kind: "launched", token: "by-hand", pool: anIntent().pool, ids: [I1] }],
  "the end of a member that shut itself down": [
    ec2("pending"),
    ec2("running"),
    because("stopped", { code: "Client.InstanceInitiatedShutdown", message: "" }),
    left("preparing", "quarantined", "ec2:stopped"),
  ],
  "the end of one that fell back, and ran since": [
    ec2("pending"),
    because("stopped"),
    ec2("pending"),
    ec2("running"),
    left("handing-over", "retiring", "deadline"),
  ],
  "what an engineer retires": [ec2("pending"), because("stopped"), left("warm", "retiring", "retire")],
  "a start that the plane asked for": [
    because("stopped", BY_USER),
    { kind: "asked", id: I1, what: "start" },
    ec2("pending"),
    left("warm", "quarantined", "ec2:pending"),
  ],
  "what is warm and lies as its tier has it": [
    left("parking", "warm", "ec2:stopped", { observed: { state: "stopped", at: EPOCH } }),
    left("preparing", "warm", "ready", { tier: "running", observed: { state: "running", at: EPOCH } }),
  ],
  "what is as it was asked": delivered({ image: IMAGE, az: made.az }, { type: made.type }),
  "an address of one claim after the other": [
    claimAt("delivered", { overrides: { elasticIp: eip } }),
    claimAt("released", { overrides: { elasticIp: eip } }),
    claimAt("leased", { id: SECOND, overrides: { elasticIp: eip } }),
  ],
};
