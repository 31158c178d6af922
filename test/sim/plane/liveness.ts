import { limitMs } from "../../../core/lifecycle/alarm.ts";
import type { InstanceId, PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { ASKED_AGAIN_MAX } from "../../../core/model/limits.ts";
import type { Pool } from "../../../core/model/pool.ts";
import { type Instant, MINUTE_MS } from "../../../core/model/time.ts";
import { inAllTiers, TIERS } from "../../../events/tiers.ts";
import type { Fact } from "../../../local/facts.ts";
import type { Machine } from "../../../local/world/machine.ts";

/** What the records say, for what must come true once nothing goes wrong any more. */
export interface Standing {
  see(fact: Fact): void;
  /** Where pools and instances are not what they are to be: each in words. */
  lacking(machines: ReadonlyMap<InstanceId, Machine>): readonly string[];
  /** From now on, nothing is too much. */
  settle(): void;
  /** What was retired as too much since then. */
  unsettled(): readonly string[];
  /** Who is in a state for longer than all its deadlines, and what may hold them up, allow. */
  overstaying(now: Instant): readonly string[];
}

export const OVERSTAYED = "no instance stays in a state for longer than its deadlines allow";
/** A deadline's message may be late, fail, be given up and sent back, and then fail again. */
const DEADLINE_LATE_MS = 40 * MINUTE_MS;

/** States in which an instance may stay. */
const LASTING: readonly Instance["state"][] = ["warm", "in-use", "gone"];

export function standing(): Standing {
  const records = new Map<string, Instance>();
  const pools = new Map<PoolId, Pool>();
  const retired: string[] = [];
  return {
    see(fact) {
      if (fact.kind !== "written") return;
      const { written } = fact;
      if (written.kind === "pool") pools.set(written.after.id, written.after);
      if (written.kind !== "instance") return;
      const isTooMuch = written.after.last.name === "retire" && written.after.last.reasons[0]?.code === "surplus";
      if (isTooMuch) retired.push(`${written.after.id} is retired as too much`);
      if (written.after.state === "gone") records.delete(written.after.id);
      else records.set(written.after.id, written.after);
    },
    settle: () => void retired.splice(0),
    unsettled: () => retired,
    overstaying: (now) =>
      [...records.values()]
        .filter(({ state, since, terms }) => {
          const limit = state === "retiring" ? undefined : limitMs(state, terms);
          return limit !== undefined && now - since > limit * (ASKED_AGAIN_MAX + 1) + DEADLINE_LATE_MS;
        })
        .map(({ id, state, since }) => `${id} is ${state} for ${Math.round((now - since) / MINUTE_MS)} minutes`),
    lacking(machines) {
      const all = [...records.values()];
      const passing = all.filter(({ state }) => !LASTING.includes(state));
      return [
        ...[...pools.values()].flatMap((pool) => lackingIn(pool, all)),
        ...all.flatMap((record) => apart(record, machines.get(record.id))),
        ...passing.map(({ id, state }) => `${id} is still ${state}`),
      ];
    },
  };
}

function lackingIn(pool: Pool, all: readonly Instance[]): readonly string[] {
  const warm = all.filter((record) => record.pool === pool.id && isWarm(record));
  const { name, version } = pool.template;
  const old = warm.filter(({ generation }) => !generation.startsWith(`${name}@${version}/`));
  // What is kept for a claim for good may leave no room below the pool's ceiling.
  const held = all.filter((record) => record.pool === pool.id && record.state === "in-use").length;
  const wanted = inAllTiers(pool.target);
  const isFull = held + wanted > pool.max.instances;
  return [
    ...old.map(({ id, generation }) => `${id} is of ${generation}, ${pool.id} wants version ${version}`),
    ...TIERS.flatMap((tier) => {
      const count = warm.filter((record) => record.tier === tier).length;
      return count === pool.target[tier] || (isFull && count < pool.target[tier])
        ? []
        : [`${pool.id} keeps ${count} ${tier}, its target is ${pool.target[tier]}`];
    }),
  ];
}

/** Where a record and EC2 differ. */
function apart({ id, observed }: Instance, machine: Machine | undefined): readonly string[] {
  const says = machine?.state ?? "unknown";
  return says === observed.state ? [] : [`${id} is ${observed.state} on record, and ${says} in EC2`];
}

const isWarm = ({ state, lease, suspectSince }: Instance): boolean =>
  state === "warm" && lease === undefined && suspectSince === undefined;
