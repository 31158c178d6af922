import type { InstanceId } from "../../core/model/ids.ts";
import { SEEN_PAGES_MAX } from "../../core/model/limits.ts";
import type { Sweep } from "../../core/model/sweep.ts";
import type { Instances, Written } from "../../core/ports/store.ts";
import type { SeenSet, Sweeps } from "../../core/ports/sweeps.ts";

/** The progress of sweeps, for as long as the process lives. */
export function memorySweeps(publish: (written: Written) => void = () => {}): Sweeps {
  const sweeps = new Map<string, Sweep>();
  return {
    find: async (id) => sweeps.get(id),
    latest: async (region, limit) =>
      [...sweeps.values()]
        .filter((sweep) => sweep.region === region)
        .sort((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit),
    async begin(sweep, after = "") {
      const isInTheWay = ({ id, region }: Sweep) => region === sweep.region && (id > after || id === sweep.id);
      if ([...sweeps.values()].some(isInTheWay)) return "conflict";
      sweeps.set(sweep.id, sweep);
      publish({ kind: "sweep", after: sweep });
      return "begun";
    },
    async save(sweep) {
      const before = sweeps.get(sweep.id);
      if ((before?.version ?? 0) !== sweep.version - 1) return "conflict";
      sweeps.set(sweep.id, sweep);
      publish({ kind: "sweep", ...(before && { before }), after: sweep });
      return "saved";
    },
  };
}

/** Who was seen, for as long as the process lives. */
export function memorySeenSet({ find }: Pick<Instances, "find">): SeenSet {
  const noted = new Map<string, Set<InstanceId>>();
  const keyOf = (of: { sweep: string; zone: string; generation: number }, page: number) =>
    `${of.sweep}/${of.zone}/${of.generation}/${page}`;
  return {
    async records(pool, ids) {
      const found = await Promise.all([...new Set(ids)].map(find));
      return found.filter((record) => record !== undefined).filter((record) => record.pool === pool);
    },
    async see({ ids, page, ...of }) {
      noted.set(keyOf(of, page), new Set([...(noted.get(keyOf(of, page)) ?? []), ...ids]));
    },
    seen: async ({ page, ...of }) =>
      Array.from({ length: SEEN_PAGES_MAX }, (_, n) => [...(noted.get(keyOf(of, page + n)) ?? [])]).flat(),
  };
}
