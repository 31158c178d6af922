import type { PoolId } from "../../core/model/ids.ts";
import type { Pool } from "../../core/model/pool.ts";
import { isSameTemplate, type Template } from "../../core/model/template.ts";
import type { Pools, Templates, Written } from "../../core/ports/store.ts";
import { opened } from "./sorted.ts";

/** Pools by id; `recall` is never old here. */
export function memoryPools(publish: (written: Written) => void, stored: readonly Pool[] = []): Pools {
  const kept = new Map<PoolId, Pool>(stored.map((pool) => [pool.id, pool]));
  const find = async (id: PoolId): Promise<Pool | undefined> => kept.get(id);
  return {
    find,
    recall: find,
    list: async () => [...kept.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
    async save(after) {
      const before = kept.get(after.id);
      if ((before?.version ?? 0) !== after.version - 1) return "conflict";
      kept.set(after.id, after);
      publish({ kind: "pool", ...(before && { before }), after });
      return "saved";
    },
  };
}

const latestOf = (versions: ReadonlyMap<number, Template> | undefined): Template | undefined =>
  versions?.get(Math.max(...versions.keys()));

/** Templates by name and version. */
export function memoryTemplates(publish: (written: Written) => void, stored: readonly Template[] = []): Templates {
  const kept = new Map<string, Map<number, Template>>();
  for (const template of stored) opened(kept, template.name, () => new Map()).set(template.version, template);
  return {
    find: async (name, version) => kept.get(name)?.get(version),
    latest: async (name) => latestOf(kept.get(name)),
    list: async () => [...kept.keys()].sort().flatMap((name) => latestOf(kept.get(name)) ?? []),
    async save(template) {
      const versions = kept.get(template.name) ?? new Map<number, Template>();
      const known = versions.get(template.version);
      if (known) return isSameTemplate(known, template) ? "already" : "conflict";
      kept.set(template.name, versions.set(template.version, template));
      publish({ kind: "template", after: template });
      return "saved";
    },
  };
}
