import type { PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { type Pool, TIERS } from "../../../core/model/pool.ts";
import type { Fact } from "../../../local/facts.ts";

/** What the records say, for what must come true once nothing goes wrong any more. */
export interface Standing {
  see(fact: Fact): void;
  /** Where pools and instances are not what they are to be: each in words. */
  lacking(): readonly string[];
}

/** States in which an instance may stay. */
const LASTING: readonly Instance["state"][] = ["warm", "in-use", "gone"];

export function standing(): Standing {
  const records = new Map<string, Instance>();
  const pools = new Map<PoolId, Pool>();
  return {
    see(fact) {
      if (fact.kind !== "written") return;
      const { written } = fact;
      if (written.kind === "pool") pools.set(written.after.id, written.after);
      if (written.kind !== "instance") return;
      if (written.after.state === "gone") records.delete(written.after.id);
      else records.set(written.after.id, written.after);
    },
    lacking() {
      const all = [...records.values()];
      const passing = all.filter(({ state }) => !LASTING.includes(state));
      return [
        ...[...pools.values()].flatMap((pool) => lackingIn(pool, all)),
        ...passing.map(({ id, state }) => `${id} is still ${state}`),
      ];
    },
  };
}

function lackingIn(pool: Pool, all: readonly Instance[]): readonly string[] {
  const warm = all.filter((record) => record.pool === pool.id && isWarm(record));
  const { name, version } = pool.template;
  const old = warm.filter(({ generation }) => !generation.startsWith(`${name}@${version}/`));
  return [
    ...old.map(({ id, generation }) => `${id} is of ${generation}, ${pool.id} wants version ${version}`),
    ...TIERS.flatMap((tier) => {
      const count = warm.filter((record) => record.tier === tier).length;
      return count === pool.target[tier]
        ? []
        : [`${pool.id} keeps ${count} ${tier}, its target is ${pool.target[tier]}`];
    }),
  ];
}

const isWarm = ({ state, lease, suspectSince }: Instance): boolean =>
  state === "warm" && lease === undefined && suspectSince === undefined;
