import { spread } from "../model/ids.ts";
import { type Closed, needsStart, offeringOf } from "../model/offering.ts";
import { type Asking, type Candidate, otherType, satisfies } from "./satisfies.ts";

/** States an instance can be reserved in, the nearest to ready first. */
export const NEARLY_READY = ["parking", "preparing"] as const;

/** What a pool offers beside its instances: types to change to, and the offerings to avoid now. */
export interface PoolOptions {
  readonly types: readonly string[];
  readonly closed: Closed;
}

/** An instance that can be what a claim asks for. */
export interface Choice<T extends Candidate> {
  readonly row: T;
  /** Where EC2 is asked for capacity when it starts. */
  readonly offering: string;
  /** What it must become, because there is none for what it is. The claim has not asked for it. */
  readonly type?: string;
}

/** Where EC2 is asked for capacity if nothing but what the claim asks for is changed. */
export const offeringFor = ({ az, type, market }: Candidate, { overrides }: Pick<Asking, "overrides">): string =>
  offeringOf(az, overrides.type ?? type, market);

/** The candidates that fit a claim, by what EC2 is known to have no capacity for. */
export interface Chosen<T extends Candidate> {
  readonly open: readonly Choice<T>[];
  /** Left alone as they are, and open as another type. */
  readonly retyped: readonly Choice<T>[];
  readonly shut: readonly Choice<T>[];
}

/** What one instance must become for a claim, as long as EC2 lacks capacity for what it is; undefined: it cannot. */
export const retypeFor = (row: Candidate, claim: Asking, { types, closed }: PoolOptions): string | undefined =>
  satisfies(row, claim)
    ? otherType(row, claim, types, (type) => closed[offeringOf(row.az, type, row.market)] === undefined)
    : undefined;

/** Each list in an order of the claim's own, so that claims which read the same candidates try different ones first; before that,
 *  those that need no change of type. */
export function choose<T extends Candidate>(
  candidates: readonly T[],
  claim: Asking,
  { types, closed }: PoolOptions,
): Chosen<T> {
  const wanted = claim.overrides.type;
  const open: Choice<T>[] = [];
  const retyped: Choice<T>[] = [];
  const shut: Choice<T>[] = [];
  const inTurn = candidates
    .filter((row) => satisfies(row, claim))
    .map((row) => ({ row, turn: `${(wanted ?? row.type) === row.type ? 0 : 1}${spread(`${claim.id}/${row.id}`)}` }))
    .sort((one, other) => (one.turn < other.turn ? -1 : 1));
  for (const { row } of inTurn) {
    const offeringAs = (type: string): string => offeringOf(row.az, type, row.market);
    const isOpen = (type: string): boolean => !needsStart(row) || closed[offeringAs(type)] === undefined;
    const type = wanted ?? row.type;
    const other = isOpen(type) ? undefined : otherType(row, claim, types, isOpen);
    if (other !== undefined) retyped.push({ row, offering: offeringAs(other), type: other });
    else (isOpen(type) ? open : shut).push({ row, offering: offeringAs(type) });
  }
  return { open, retyped, shut };
}
