import type { PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Pool } from "../../../core/model/pool.ts";
import { TIERS } from "../../../core/model/pool.ts";
import type { Fact } from "../../../local/facts.ts";

/** What the records say, for what must come true once nothing goes wrong any more. */
export interface Standing {
  see(fact: Fact): void;
  /** Where pools are not what they are to be: each in words. */
  lacking(): readonly string[];
}

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
    lacking: () =>
      [...pools.values()].flatMap((pool) =>
        TIERS.flatMap((tier) => {
          const warm = [...records.values()].filter(
            (record) => record.pool === pool.id && record.tier === tier && isWarm(record),
          ).length;
          const target = pool.target[tier];
          return warm === target ? [] : [`${pool.id} keeps ${warm} ${tier}, its target is ${target}`];
        }),
      ),
  };
}

const isWarm = ({ state, lease, suspectSince }: Instance): boolean =>
  state === "warm" && lease === undefined && suspectSince === undefined;
