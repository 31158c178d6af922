import type { Effect, State } from "../model/instance.ts";
import type { ReasonCode } from "../model/reason.ts";
import type { Guard } from "./guards.ts";
import type { TriggerName } from "./triggers.ts";

/** One answer of a cell. The first row whose guards all hold is taken; none: the trigger is refused. */
export interface TransitionRow {
  readonly when?: readonly Guard[];
  /** The state entered, or `stays`: the record may change, its state does not. */
  readonly to: State | "stays";
  readonly why: ReasonCode;
  /** What EC2 is then asked; of what is quarantined, what it knows. */
  readonly effect?: Effect;
}

type Cells = Partial<Record<TriggerName, readonly TransitionRow[]>>;

const seen: readonly TransitionRow[] = [{ to: "stays", why: "ec2-said" }];
const ended = { "ec2:terminated": [{ to: "gone", why: "ec2-said" }] } as const satisfies Cells;
const endedUnasked = {
  "ec2:shutting-down": [{ to: "retiring", why: "terminated-unasked" }],
  "ec2:terminated": [{ to: "gone", why: "terminated-unasked" }],
} as const satisfies Cells;
const marks = {
  missing: [{ when: ["not suspect"], to: "stays", why: "missing" }],
  found: [{ when: ["suspect"], to: "stays", why: "came-back" }],
  "proven-gone": [{ when: ["suspect"], to: "gone", why: "proven-gone" }],
  drifted: [{ to: "stays", why: "drifted" }],
} as const satisfies Cells;
const evidence = { signal: [{ to: "stays", why: "reported" }] } as const satisfies Cells;
const takenAway: readonly TransitionRow[] = [{ to: "retiring", why: "interrupted", effect: "terminate" }];
const unleasedOnly: readonly TransitionRow[] = [
  { when: ["not reserved"], to: "retiring", why: "engineer", effect: "terminate" },
];
const retired: readonly TransitionRow[] = [{ to: "retiring", why: "engineer", effect: "terminate" }];
/** A claim may wait for an instance that is not ready yet: the lease is written, the state stays. */
const reservable = {
  leased: [{ when: ["not reserved", "not suspect"], to: "stays", why: "reserved" }],
  released: [{ when: ["reserved"], to: "stays", why: "unreserved" }],
} as const satisfies Cells;
/** Stopped while evidence was awaited: the evidence itself for a template that stops itself, a failure for any other. */
const stoppedEarly: readonly TransitionRow[] = [
  { when: ["stops itself", "reserved"], to: "handing-over", why: "evidence-complete", effect: "start" },
  { when: ["stops itself"], to: "warm", why: "evidence-complete" },
  { to: "quarantined", why: "stopped-unasked", effect: "autopsy" },
];
const releasedByClaimant: readonly TransitionRow[] = [
  { when: ["for reuse", "EC2 runs it", "not interrupted"], to: "returning", why: "released" },
  { to: "retiring", why: "released", effect: "terminate" },
];

/** The whole lifecycle. A cell that is missing refuses its trigger; `docs/state-machine.md` is printed from here. */
export const TRANSITIONS: Readonly<Record<State, Cells>> = {
  launching: {
    ...endedUnasked,
    ...marks,
    ...evidence,
    ...reservable,
    "ec2:pending": seen,
    "ec2:running": [{ to: "preparing", why: "ec2-said" }],
    "ec2:stopping": seen,
    "ec2:stopped": stoppedEarly,
    retire: unleasedOnly,
    interrupted: takenAway,
    deadline: [{ to: "quarantined", why: "out-of-time", effect: "autopsy" }],
  },
  preparing: {
    ...endedUnasked,
    ...marks,
    ...evidence,
    ...reservable,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": stoppedEarly,
    ready: [
      { when: ["reserved"], to: "handing-over", why: "evidence-complete", effect: "start" },
      { when: ["tier running"], to: "warm", why: "evidence-complete" },
      { to: "parking", why: "evidence-complete", effect: "stop" },
    ],
    failed: [{ to: "quarantined", why: "evidence-failed", effect: "autopsy" }],
    retire: unleasedOnly,
    interrupted: takenAway,
    deadline: [{ to: "quarantined", why: "out-of-time", effect: "autopsy" }],
  },
  parking: {
    ...endedUnasked,
    ...marks,
    ...reservable,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": [
      { when: ["reserved"], to: "handing-over", why: "ec2-said", effect: "start" },
      { to: "warm", why: "ec2-said" },
    ],
    retire: unleasedOnly,
    interrupted: takenAway,
    deadline: [
      { when: ["may ask again"], to: "stays", why: "asked-again", effect: "stop" },
      { to: "quarantined", why: "out-of-time", effect: "autopsy" },
    ],
  },
  warm: {
    ...endedUnasked,
    ...marks,
    "ec2:pending": [
      { when: ["tier running"], to: "stays", why: "ec2-said" },
      { to: "quarantined", why: "started-unasked", effect: "autopsy" },
    ],
    "ec2:running": [
      { when: ["tier running"], to: "stays", why: "ec2-said" },
      { to: "quarantined", why: "started-unasked", effect: "autopsy" },
    ],
    "ec2:stopping": [
      { when: ["tier running"], to: "quarantined", why: "stopped-unasked", effect: "autopsy" },
      { to: "stays", why: "ec2-said" },
    ],
    "ec2:stopped": [
      { when: ["tier running"], to: "quarantined", why: "stopped-unasked", effect: "autopsy" },
      { to: "stays", why: "ec2-said" },
    ],
    leased: [{ when: ["not suspect"], to: "handing-over", why: "leased", effect: "start" }],
    retire: retired,
    interrupted: takenAway,
  },
  "handing-over": {
    ...endedUnasked,
    ...marks,
    ...evidence,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": [
      { when: ["EC2 had begun it"], to: "retiring", why: "stopped-unasked", effect: "terminate" },
      { to: "stays", why: "ec2-said" },
    ],
    ready: [{ to: "in-use", why: "evidence-complete" }],
    failed: [{ to: "retiring", why: "evidence-failed", effect: "terminate" }],
    configured: [{ to: "stays", why: "configured" }],
    signal: [
      { when: ["speaks first, access is to be made"], to: "stays", why: "reported", effect: "access" },
      ...evidence.signal,
    ],
    unsatisfiable: [
      { when: ["altered"], to: "retiring", why: "unsatisfiable", effect: "terminate" },
      { when: ["EC2 holds it stopped"], to: "warm", why: "unsatisfiable" },
      { when: ["tier running"], to: "warm", why: "unsatisfiable" },
      { to: "parking", why: "unsatisfiable", effect: "stop" },
    ],
    "start-failed": [
      { when: ["no capacity", "altered"], to: "retiring", why: "start-failed", effect: "terminate" },
      { when: ["no capacity"], to: "warm", why: "start-failed" },
      { to: "quarantined", why: "start-failed", effect: "autopsy" },
    ],
    released: releasedByClaimant,
    interrupted: [{ to: "stays", why: "interrupted" }],
    deadline: [
      { when: ["EC2 holds it stopped", "may ask again"], to: "stays", why: "asked-again", effect: "start" },
      { to: "retiring", why: "out-of-time", effect: "terminate" },
    ],
  },
  "in-use": {
    ...endedUnasked,
    ...marks,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": seen,
    released: releasedByClaimant,
    interrupted: [{ to: "stays", why: "interrupted" }],
  },
  returning: {
    ...endedUnasked,
    ...marks,
    ...evidence,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": [{ to: "retiring", why: "stopped-unasked", effect: "terminate" }],
    ready: [
      { when: ["tier running"], to: "warm", why: "evidence-complete" },
      { to: "parking", why: "evidence-complete", effect: "stop" },
    ],
    failed: [{ to: "retiring", why: "evidence-failed", effect: "terminate" }],
    retire: retired,
    interrupted: takenAway,
    deadline: [{ to: "retiring", why: "out-of-time", effect: "terminate" }],
  },
  quarantined: {
    ...endedUnasked,
    ...marks,
    ...evidence,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": seen,
    retire: retired,
    interrupted: takenAway,
    deadline: [{ to: "retiring", why: "keep-over", effect: "terminate" }],
  },
  retiring: {
    ...ended,
    ...marks,
    "ec2:pending": seen,
    "ec2:running": seen,
    "ec2:stopping": seen,
    "ec2:stopped": seen,
    "ec2:shutting-down": seen,
    deadline: [{ to: "stays", why: "asked-again", effect: "terminate" }],
  },
  gone: {},
};
