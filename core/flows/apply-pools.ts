import type { PoolFile } from "../../events/requests/pool-file.v1.ts";
import type { Pool } from "../model/pool.ts";
import type { Template } from "../model/template.ts";
import { type Difference, differences, poolFrom, templateFrom } from "../pools/wish.ts";
import type { Ports } from "../ports/ports.ts";

/** What applying a file does, or would do, to one template or pool. No differences: it stands as the file says. */
export interface Applied {
  readonly kind: "template" | "pool";
  readonly id: string;
  readonly version: number;
  readonly isNew: boolean;
  readonly differences: readonly Difference[];
}

export type ApplyResult =
  | { readonly kind: "applied"; readonly changes: readonly Applied[] }
  | { readonly kind: "unknown-template"; readonly pool: string; readonly template: string }
  | { readonly kind: "no-image"; readonly pool: string; readonly template: string; readonly region: string }
  /** Somebody else applied at the same time; nothing of `id` was written. */
  | { readonly kind: "conflict"; readonly id: string };

type ApplyPorts = Pick<Ports, "clock" | "pools" | "templates">;

/** Makes the pools of a file the wish. A changed template becomes a new version; pools not in the file stay as they are.
 *  With `dryRun` nothing is written. */
export async function applyPools(
  ports: ApplyPorts,
  file: PoolFile,
  { dryRun }: { dryRun: boolean },
): Promise<ApplyResult> {
  const at = ports.clock.now();
  const templates = new Map<string, Template>();
  const changes: Applied[] = [];
  for (const entry of file.templates) {
    const before = await ports.templates.latest(entry.name);
    const unchanged = before && differences(before, templateFrom(entry, before.version)).length === 0;
    const after = unchanged ? before : templateFrom(entry, (before?.version ?? 0) + 1);
    templates.set(entry.name, after);
    changes.push(appliedTo("template", entry.name, before, after));
    if (!dryRun && !unchanged && (await ports.templates.save(after)) === "conflict")
      return { kind: "conflict", id: entry.name };
  }
  for (const entry of file.pools) {
    const template = templates.get(entry.template) ?? (await ports.templates.latest(entry.template));
    if (!template) return { kind: "unknown-template", pool: entry.id, template: entry.template };
    if (!(entry.region in template.images))
      return { kind: "no-image", pool: entry.id, template: template.name, region: entry.region };
    const before = await ports.pools.find(entry.id);
    const after = poolFrom(entry, template, (before?.version ?? 0) + 1, at);
    const change = appliedTo("pool", entry.id, before, after);
    changes.push(change);
    if (dryRun || (before && change.differences.length === 0)) continue;
    if ((await ports.pools.save(after)) === "conflict") return { kind: "conflict", id: entry.id };
  }
  return { kind: "applied", changes };
}

const appliedTo = (
  kind: Applied["kind"],
  id: string,
  before: Template | Pool | undefined,
  after: Template | Pool,
): Applied => ({
  kind,
  id,
  version: after.version,
  isNew: before === undefined,
  differences: differences(before, after),
});
