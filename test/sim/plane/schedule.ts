import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { type Random, streams } from "../../../local/random.ts";
import { timeOf } from "./tempo.ts";

/** One thing that goes wrong in a world. Taken out of a schedule it changes none of the others. */
export interface Fault {
  readonly kind: FaultKind;
  /** ms from the world's beginning: from then on it strikes the next of its kind. */
  readonly at: number;
  /** Which one of those that could be struck, and how hard: in [0, 1). */
  readonly pick: number;
  /** For what lasts; else 0. */
  readonly forMs: number;
}

interface Kind {
  /** How many a busy hour. */
  readonly rate: number;
  readonly lasts?: { readonly least: number; readonly most: number };
}
const lasting = (rate: number, least: number, most: number): Kind => ({
  rate,
  lasts: { least: least * MINUTE_MS, most: most * MINUTE_MS },
});
const once = (rate: number): Kind => ({ rate });

/** Every kind of fault there is, by what it strikes, with how often it comes in a busy hour of the profile `all`. */
const GROUPS = {
  events: {
    "event-lost": once(2),
    "event-doubled": once(1),
    "event-late": once(1),
    "event-out-of-order": once(1),
  },
  calls: {
    "call-crash-before": once(3),
    "call-crash-after": once(3),
    "call-timeout-done": once(1.5),
    "call-throttled": once(1.5),
    "call-slow": once(1),
    "call-stale": once(1),
    "call-twice": once(2),
    "store-throttled": lasting(0.1, 0.5, 3),
    "ec2-throttled": lasting(0.1, 1, 5),
  },
  messages: {
    "message-doubled": once(1),
    "message-late": once(1),
    "message-done-again": once(1),
    "message-dead": once(0.5),
    "message-poisoned": once(0.3),
    "message-of-old": once(0.3),
    "batch-split": once(0.5),
    "concurrency-one": lasting(0.15, 5, 40),
    "write-told-twice": once(1),
    "write-told-late": once(1),
    "write-poisoned": once(0.3),
    "notice-doubled": once(0.3),
    "notice-late": once(0.3),
  },
  ec2: {
    "capacity-gone": lasting(0.4, 3, 30),
    "zone-out": lasting(0.2, 3, 30),
    "type-out": lasting(0.2, 3, 30),
    "listing-lies": lasting(0.4, 10, 40),
    "instance-hidden": lasting(0.6, 4, 9),
    "instance-interrupted": once(0.7),
    "instance-rebalanced": once(0.3),
    "instance-dies": once(0.4),
    "instance-dies-unheard": once(0.3),
    "instance-vanishes": once(0.8),
    "instance-bounces": once(0.7),
    "instance-stops": once(0.3),
    "instance-starts": once(0.3),
    "instance-stuck": once(0.2),
    "instance-silent": once(0.4),
    "instance-failing": once(0.3),
    "tag-removed": once(0.8),
    "launched-by-hand": once(0.15),
    "launch-slow": once(0.8),
    "launch-unlisted": once(0.5),
    "stop-slow": once(0.8),
    "terminate-slow": once(0.5),
    "agent-slow": once(2.5),
  },
  /** EC2 accepts and then fails, or refuses for good, and others work in the account. */
  accepted: {
    "launch-dies": lasting(0.2, 3, 40),
    "zone-swallows": lasting(0.15, 5, 60),
    "launch-denied": lasting(0.15, 2, 20),
    "start-falls-back": lasting(0.2, 3, 40),
    "start-denied": lasting(0.15, 2, 20),
    "terminate-denied": lasting(0.2, 5, 40),
    "hibernate-stuck": lasting(0.3, 5, 60),
    "look-stale": lasting(0.3, 3, 20),
    "spot-request-respawns": lasting(0.3, 20, 90),
    "tags-lost": lasting(0.3, 10, 60),
    "buckets-small": lasting(0.2, 2, 15),
    "rebalance-storm": once(0.1),
    janitor: once(0.1),
    "scheduler-starts-all": once(0.1),
  },
  people: {
    deploy: once(0.15),
    resize: once(0.15),
    teardown: lasting(0.2, 2, 30),
    burst: once(0.5),
    "clock-skew": lasting(0.2, 10, 40),
  },
} as const satisfies Record<string, Record<string, Kind>>;

type Groups = typeof GROUPS;
export type FaultKind = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups] & string;

/** Which groups a profile takes, and by how much more often. */
export const PROFILES: Readonly<Record<string, Readonly<Partial<Record<keyof Groups, number>>>>> = {
  all: { events: 1, calls: 1, messages: 1, ec2: 1, accepted: 1, people: 1 },
  storm: { events: 4, calls: 4, messages: 4, ec2: 3, accepted: 2, people: 4 },
  events: { events: 5, people: 1 },
  calls: { calls: 3, people: 1 },
  messages: { messages: 4, people: 1 },
  ec2: { ec2: 3, people: 1 },
  accepted: { accepted: 3, people: 1 },
  none: {},
};

export const KINDS: readonly FaultKind[] = Object.values(GROUPS).flatMap((group) => Object.keys(group)) as FaultKind[];

/** What a profile brings in so many hours, the same for the same seed. A longer run begins as a shorter one does.
 *  An EC2 that hides instances from look-ups does not leave out rows at other times: both together would be proof enough
 *  that an instance is gone, and no plane could know better. */
export function scheduleOf(seed: number, hours: number, profile: string): readonly Fault[] {
  const taken = PROFILES[profile];
  if (!taken) throw new RangeError(`no profile ${profile}: take one of ${Object.keys(PROFILES).join(", ")}`);
  const left: readonly string[] = seed % 2 === 0 ? ["instance-hidden"] : ["listing-lies", "launch-unlisted"];
  const end = hours * HOUR_MS;
  return (Object.keys(GROUPS) as (keyof Groups)[])
    .flatMap((group) =>
      Object.entries<Kind>(GROUPS[group]).flatMap(([kind, how]) =>
        left.includes(kind)
          ? []
          : faultsOf(kind as FaultKind, how, taken[group] ?? 0, end, streams(seed)(`schedule/${kind}`)),
      ),
    )
    .sort((one, other) => one.at - other.at);
}

function faultsOf(kind: FaultKind, { rate, lasts }: Kind, more: number, end: number, random: Random): readonly Fault[] {
  const faults: Fault[] = [];
  if (more <= 0) return faults;
  const gap = (): number => random.gap(HOUR_MS / (rate * more));
  for (let busy = gap(), at = timeOf(busy); at < end; busy += gap() + SECOND_MS, at = timeOf(busy)) {
    const pick = random.unit();
    const forMs = Math.round(lasts ? random.between(lasts.least, lasts.most) : 0);
    faults.push({ kind, at, pick, forMs: Math.min(forMs, end - at) });
  }
  return faults;
}
