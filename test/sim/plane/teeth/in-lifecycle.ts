import type { PlantedBug } from "./planted-bug.ts";

const TRANSITION = "core/lifecycle/transition.ts";
const TABLE = "core/lifecycle/transitions.ts";

/** In the lifecycle's table, and in what a transition makes of a record. */
export const LIFECYCLE: readonly PlantedBug[] = [
  {
    sentence: "an observation older than the record's is believed",
    file: TRANSITION,
    find: "if (seen.at !== known.at) return seen.at < known.at;",
    replace: "if (seen.at !== known.at) return false;",
  },
  {
    sentence: "a lease outlives the state it was for",
    file: TRANSITION,
    find: 'const lasting = LEASABLE.includes(to) ? instance : omit(instance, "lease");',
    replace: "const lasting = instance;",
  },
  {
    sentence: "a state entered is not counted",
    file: TRANSITION,
    find: "entry: instance.entry + 1,",
    replace: "entry: instance.entry,",
  },
  {
    sentence: "a state entered has no deadline",
    file: TRANSITION,
    find: "    ...alarmAt(to, instance.terms, at),\n",
    replace: "",
  },
  {
    sentence: "evidence of the preparation counts for the hand-over",
    file: TRANSITION,
    find: "signals: FRESH_EVIDENCE.includes(to) ? {} : instance.signals,",
    replace: "signals: instance.signals,",
  },
  {
    sentence: "a lease does not raise the epoch",
    file: TRANSITION,
    find: "        leaseEpoch: instance.leaseEpoch + 1,\n",
    replace: "",
  },
  {
    sentence: "a write does not raise the version",
    file: TRANSITION,
    find: "version: instance.version + 1,",
    replace: "version: instance.version,",
  },
  {
    sentence: "a warning of an interruption takes an instance from its claimant",
    file: TABLE,
    find: 'released: releasedByClaimant,\n    interrupted: [{ to: "stays", why: "interrupted" }],\n  },\n  returning: {',
    replace: "released: releasedByClaimant,\n    interrupted: takenAway,\n  },\n  returning: {",
  },
  {
    sentence: "what is released is warm again without a scrub",
    file: TABLE,
    find: 'to: "returning", why: "released" }',
    replace: 'to: "warm", why: "released" }',
  },
  {
    sentence: "a termination that was not heard is never asked again",
    file: TABLE,
    find: '    deadline: [{ to: "stays", why: "asked-again", effect: "terminate" }],\n',
    replace: "",
  },
  {
    sentence: "a launch that never runs is waited for for ever",
    file: TABLE,
    find: '    interrupted: takenAway,\n    deadline: [{ to: "quarantined", why: "out-of-time", effect: "autopsy" }],\n  },\n  preparing: {',
    replace: "    interrupted: takenAway,\n  },\n  preparing: {",
  },
  {
    sentence: "a hand-over that never ends is waited for for ever",
    file: TABLE,
    find: '      { when: ["EC2 holds it stopped", "may ask again"], to: "stays", why: "asked-again", effect: "start" },\n      { to: "retiring", why: "out-of-time", effect: "terminate" },\n',
    replace: "",
  },
  {
    sentence: "what is ready is warm before it is stopped",
    file: TABLE,
    find: '      { to: "parking", why: "evidence-complete", effect: "stop" },\n    ],\n    failed: [{ to: "quarantined"',
    replace: '      { to: "warm", why: "evidence-complete" },\n    ],\n    failed: [{ to: "quarantined"',
  },
  {
    sentence: "what was kept long enough in quarantine stays there",
    file: TABLE,
    find: 'deadline: [{ to: "retiring", why: "keep-over", effect: "terminate" }],',
    replace: "",
  },
  {
    sentence: "evidence that failed is taken for given",
    file: "core/readiness/judge.ts",
    find: "signal?.ok === false && ",
    replace: "signal === null && ",
  },
  {
    sentence: "a clock that is slow is taken for right",
    file: "core/readiness/judge.ts",
    find: "Math.abs(offsetMs) > maxMs",
    replace: "offsetMs > maxMs",
  },
  {
    sentence: "only the first piece of evidence is asked for",
    file: "core/readiness/judge.ts",
    find: "const lacking = requirement.needs.flatMap(",
    replace: "const lacking = requirement.needs.slice(0, 1).flatMap(",
  },
  {
    sentence: "what a claim asked to be changed is delivered unchanged",
    file: "core/flows/steps/decide.ts",
    find: 'const isUnfitted = instance.state === "handing-over" && instance.lease?.configured === false;',
    replace: "const isUnfitted = false;",
  },
];
