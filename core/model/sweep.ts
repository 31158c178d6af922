import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** `<region>:<startedAt, ISO 8601>`: one sweep per region and moment. */
export type SweepId = string;

export const sweepId = (region: string, startedAt: Instant): SweepId =>
  `${region}:${new Date(startedAt).toISOString()}`;

/** One availability zone of a sweep: in the outage of one, the listings of the others are complete. */
export interface Shard {
  readonly zone: string;
  /** open: more pages to read · done: read to its end · failed: given up; it proves nothing. */
  readonly state: "open" | "done" | "failed";
  /** EC2's token of the page to read next; absent: the first. */
  readonly marker?: string;
  /** Pages and rows read since it was last begun. */
  readonly pages: number;
  readonly rows: number;
  /** Times it was begun; a token that expired begins it again. What was seen before a new beginning does not count. */
  readonly generation: number;
  /** Pages in a row that EC2 did not answer. */
  readonly failures: number;
  readonly why?: Reason;
}

/** What a sweep found, by kind; for repairs, by the event that should have told us. */
export interface Findings {
  /** `ec2:stopped` → how many were repaired. */
  readonly missed: Readonly<Record<string, number>>;
  /** The longest that a missed change was unknown, ms. */
  readonly lateMsMax: number;
  /** Rows that were taken as events, by what they said; left out by a sweep that emits none. */
  readonly emitted?: Readonly<Record<string, number>>;
  readonly adopted: number;
  readonly retired: number;
  readonly drifted: number;
  readonly suspected: number;
  readonly cameBack: number;
  readonly gone: number;
  /** Instances with our tag that no live record accounts for and that were left alone. */
  readonly leaks: readonly string[];
}

/** One pass over EC2's listing of one region, resumable by anybody from what is saved of it. */
export interface Sweep {
  readonly id: SweepId;
  readonly region: string;
  readonly startedAt: Instant;
  /** EC2 tells no events here: what a row says differently is taken as one. */
  readonly emits?: true;
  /** Writes so far; the condition of the next. */
  readonly version: number;
  readonly shards: readonly Shard[];
  /** Pools whose records were held against what was seen, in the order of their ids. */
  readonly absencesOf: readonly string[];
  /** When the last of its zones was read to the end, or given up. */
  readonly readAt?: Instant;
  readonly finishedAt?: Instant;
  readonly findings: Findings;
}

/** The findings of a sweep that has only begun. */
export const NOTHING_FOUND: Findings = {
  missed: {},
  lateMsMax: 0,
  adopted: 0,
  retired: 0,
  drifted: 0,
  suspected: 0,
  cameBack: 0,
  gone: 0,
  leaks: [],
};

/** Read to the end in every zone: only then does absence mean anything, and zone by zone it means something where it is done.
 *  A sweep of no zone has read nothing. */
export const isComplete = ({ shards }: Pick<Sweep, "shards">): boolean =>
  shards.length > 0 && shards.every(({ state }) => state === "done");

/** How far a sweep is: EC2's zones are read, then our records are held against what was seen, then it is over. */
export type SweepStage = "listing" | "comparing" | "finished";

/** The stage of a sweep and its number, which is its version to whoever is told of sweeps: it goes up one at a time, whatever
 *  is read within a stage. A sweep of no zone has nothing to list. */
export function stageOf({ shards, finishedAt }: Pick<Sweep, "shards" | "finishedAt">): {
  readonly stage: SweepStage;
  readonly number: number;
} {
  const stages: readonly SweepStage[] =
    shards.length === 0 ? ["comparing", "finished"] : ["listing", "comparing", "finished"];
  const isListing = shards.some(({ state }) => state === "open");
  const stage = finishedAt !== undefined ? "finished" : isListing ? "listing" : "comparing";
  return { stage, number: stages.indexOf(stage) + 1 };
}
