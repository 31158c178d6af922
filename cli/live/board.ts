import type { ClaimState, HitKind } from "../../core/model/claim.ts";
import type { PoolId } from "../../core/model/ids.ts";
import type { State } from "../../core/model/instance.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Written } from "../../core/ports/store.ts";
import type { Notice } from "../../events/notices/notice.ts";
import { inAllTiers } from "../../events/tiers.ts";
import type { Observer } from "../../local/facts.ts";

/** The figures of a pool at one moment. */
export interface BoardPool {
  readonly id: PoolId;
  /** Instances it wants warm, over all tiers; undefined: as many as its forecast says at the moment, which no fact contains. */
  readonly target: number | undefined;
  readonly states: Readonly<Partial<Record<State, number>>>;
  /** Claims without an instance. */
  readonly waiting: number;
}

/** How long a claimant waited, and how the claim was served. */
export interface BoardHandOver {
  readonly ms: number;
  readonly kind: HitKind;
}

/** What a screen shows besides the report: how the pools stand, and what happened last. */
export interface Board {
  readonly observe: Observer;
  pools(): readonly BoardPool[];
  /** At most {@link LATEST_MAX} each, the newest last. */
  readonly handOvers: readonly BoardHandOver[];
  readonly notices: readonly { readonly at: Instant; readonly notice: Notice }[];
}

/** More than any screen is wide or high. */
const LATEST_MAX = 500;

interface PoolState {
  target: number | undefined;
  readonly states: Partial<Record<State, number>>;
  waiting: number;
}

/** Follows the facts of a cloud from its beginning. */
export function board(): Board {
  const pools = new Map<PoolId, PoolState>();
  const handOvers: BoardHandOver[] = [];
  const notices: { at: Instant; notice: Notice }[] = [];
  const keep = <Item>(items: Item[], item: Item): void => {
    items.push(item);
    if (items.length > LATEST_MAX) items.shift();
  };
  const standing = (pool: PoolId): PoolState => {
    const known = pools.get(pool) ?? { target: 0, states: {}, waiting: 0 };
    pools.set(pool, known);
    return known;
  };
  const write = (written: Written): void => {
    if (written.kind === "pool") {
      const { id, forecast, target } = written.after;
      standing(id).target = forecast?.on ? undefined : inAllTiers(target);
    } else if (written.kind === "instance") {
      const { before, after } = written;
      recount(standing(after.pool).states, before?.state, after.state);
    } else if (written.kind === "claim") {
      const { before, after } = written;
      standing(after.pool).waiting += waits(after.state) - waits(before?.state);
      if (before?.deliveredAt === undefined && after.deliveredAt !== undefined)
        keep(handOvers, { ms: after.deliveredAt - after.requestedAt, kind: after.kind ?? "miss" });
    }
  };
  return {
    handOvers,
    notices,
    observe(fact, at) {
      if (fact.kind === "written") write(fact.written);
      if (fact.kind === "published" && fact.notice.from !== fact.notice.to) keep(notices, { at, notice: fact.notice });
    },
    pools: () => [...pools].map(([id, each]) => ({ id, ...each })).sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

const waits = (state: ClaimState | undefined): number => (state === "pending" ? 1 : 0);

function recount(states: PoolState["states"], before: State | undefined, after: State): void {
  if (before !== undefined) states[before] = (states[before] ?? 0) - 1;
  states[after] = (states[after] ?? 0) + 1;
}
