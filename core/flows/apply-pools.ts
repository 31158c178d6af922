import type { PoolEntry, PoolFile, TemplateEntry } from "../../events/requests/pool-file.v1.ts";
import { FIELDS_SHOWN_MAX } from "../model/limits.ts";
import type { Applicant, Origin } from "../model/origin.ts";
import type { Pool } from "../model/pool.ts";
import { reason } from "../model/reason.ts";
import type { Template } from "../model/template.ts";
import { type Difference, differences, poolFrom, templateFrom } from "../pools/spec.ts";
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

/** What stands, and what shall stand: the same if there is no difference. */
type TemplateChange = Applied & { readonly kind: "template"; readonly after: Template };
type PoolChange = Applied & { readonly kind: "pool"; readonly after: Pool };

/** Makes the pools of a file the desired state. A changed template becomes a new version; pools not in the file stay as they are.
 *  A file that cannot be applied as a whole writes nothing; with `dryRun` none does. */
export async function applyPools(
  ports: ApplyPorts,
  file: PoolFile,
  { dryRun, by }: { readonly dryRun: boolean; readonly by: Applicant },
): Promise<ApplyResult> {
  const origin: Origin = {
    changedAt: ports.clock.now(),
    cause: `apply:${by.request ?? by.caller}`,
    reasons: [reason("applied", { caller: by.caller })],
  };
  const templates: TemplateChange[] = [];
  for (const entry of file.templates) templates.push(await templateChange(ports, entry, origin));
  const pools: PoolChange[] = [];
  for (const entry of file.pools) {
    const template =
      templates.find(({ id }) => id === entry.template)?.after ?? (await ports.templates.latest(entry.template));
    if (!template) return { kind: "unknown-template", pool: entry.id, template: entry.template };
    if (!(entry.region in template.images))
      return { kind: "no-image", pool: entry.id, template: template.name, region: entry.region };
    pools.push(await poolChange(ports, entry, template, origin));
  }
  const changes = [...templates, ...pools];
  if (!dryRun)
    for (const change of changes.filter(({ differences }) => differences.length > 0))
      if ((await save(ports, change)) === "conflict") return { kind: "conflict", id: change.id };
  return { kind: "applied", changes: changes.map(({ after: _, ...told }) => told) };
}

async function templateChange(
  { templates }: ApplyPorts,
  entry: TemplateEntry,
  origin: Origin,
): Promise<TemplateChange> {
  const before = await templates.latest(entry.name);
  const wanted = templateFrom(entry, (before?.version ?? 0) + 1, origin);
  return { kind: "template", ...changed(entry.name, before, wanted) };
}

async function poolChange(
  { pools }: ApplyPorts,
  entry: PoolEntry,
  template: Template,
  origin: Origin,
): Promise<PoolChange> {
  const before = await pools.find(entry.id);
  const wanted = poolFrom(entry, template, (before?.version ?? 0) + 1, origin);
  return { kind: "pool", ...changed(entry.id, before, wanted) };
}

function changed<T extends Template | Pool>(id: string, before: T | undefined, wanted: T) {
  const found = differences(before, wanted);
  const after = before && found.length === 0 ? before : told(wanted, before && found);
  return { id, version: after.version, isNew: before === undefined, differences: found, after };
}

/** What is new in a wish is its reason; of one that is wholly new, nothing is. */
function told<T extends Template | Pool>(wanted: T, found: readonly Difference[] | undefined): T {
  if (!found) return wanted;
  const fields = found.slice(0, FIELDS_SHOWN_MAX).map(({ field }) => field);
  const more = found.length > fields.length ? ` and ${found.length - fields.length} more` : "";
  return { ...wanted, reasons: [...wanted.reasons, reason("spec-changed", { fields: `${fields.join(", ")}${more}` })] };
}

const save = (
  { templates, pools }: ApplyPorts,
  change: TemplateChange | PoolChange,
): Promise<"saved" | "already" | "conflict"> =>
  change.kind === "template" ? templates.save(change.after) : pools.save(change.after);
