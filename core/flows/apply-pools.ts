import { cannotKeep } from "../../events/requests/cannot-keep.ts";
import type { PoolFile } from "../../events/requests/pool-file.v1.ts";
import type { PoolSpec } from "../../events/requests/pool-spec.ts";
import type { TemplateSpec } from "../../events/requests/template-spec.ts";
import { FIELDS_SHOWN_MAX, WARNINGS_SHOWN_MAX } from "../model/limits.ts";
import type { Applicant, Origin } from "../model/origin.ts";
import type { Pool } from "../model/pool.ts";
import { reason } from "../model/reason.ts";
import { poolFrom, poolSpecOf, templateFrom, templateSpecOf } from "../model/spec.ts";
import type { Template } from "../model/template.ts";
import { differences, type SpecDifference } from "../pools/differences.ts";
import { poolWarnings, templateWarnings, type Warning } from "../pools/warnings.ts";
import type { Ports } from "../ports/ports.ts";

/** What applying a file does, or would do, to one template or pool. No differences: it is already as the file says. */
export interface Applied {
  readonly kind: "template" | "pool";
  readonly id: string;
  readonly version: number;
  readonly isNew: boolean;
  readonly differences: readonly SpecDifference[];
}

export type ApplyResult =
  | { readonly kind: "applied"; readonly changes: readonly Applied[]; readonly warnings: readonly Warning[] }
  | { readonly kind: "unknown-template"; readonly pool: string; readonly template: string; readonly version?: number }
  /** The template's latest version has no user data of this hash. */
  | { readonly kind: "unknown-user-data"; readonly template: string }
  /** What the pool asks for and the plane's template cannot fulfil. */
  | { readonly kind: "cannot-keep"; readonly pool: string; readonly field: string; readonly why: string }
  /** The plane calls EC2 in its own region alone. */
  | { readonly kind: "other-region"; readonly pool: string; readonly region: string; readonly planes: string }
  /** Somebody else applied at the same time; nothing of `id` was written. */
  | { readonly kind: "conflict"; readonly id: string };

type ApplyPorts = Pick<Ports, "clock" | "plane" | "pools" | "templates">;

/** The stored version, and the one to be stored: the same if there is no difference. */
type TemplateChange = Applied & { readonly kind: "template"; readonly after: Template };
type PoolChange = Applied & { readonly kind: "pool"; readonly after: Pool };

/** Makes the pools of a file the desired state. A changed template becomes a new version; pools not in the file stay as they are.
 *  A file that cannot be applied as a whole writes nothing; with `dryRun` none does. */
export async function applyPools(
  ports: ApplyPorts,
  file: PoolFile,
  { dryRun, by }: { readonly dryRun: boolean; readonly by: Applicant },
): Promise<ApplyResult> {
  const { region: planes } = ports.plane;
  if (planes !== undefined) {
    const elsewhere = file.pools.find(({ region }) => region !== planes);
    if (elsewhere) return { kind: "other-region", pool: elsewhere.id, region: elsewhere.region, planes };
  }
  const origin: Origin = {
    changedAt: ports.clock.now(),
    cause: `apply:${by.request ?? by.caller}`,
    reasons: [reason("applied", { caller: by.caller })],
  };
  const templates: TemplateChange[] = [];
  for (const entry of file.templates) {
    const change = await templateChange(ports, entry, origin);
    if (!change) return { kind: "unknown-user-data", template: entry.name };
    templates.push(change);
  }
  const pools: PoolChange[] = [];
  const warnings = file.templates.flatMap(templateWarnings);
  for (const entry of file.pools) {
    const template = await templateFor(ports, entry, templates);
    if (!template) {
      const version = entry.templateVersion === undefined ? {} : { version: entry.templateVersion };
      return { kind: "unknown-template", pool: entry.id, template: entry.template, ...version };
    }
    const from = templateSpecOf(template);
    const [unkept] = cannotKeep(from, entry);
    if (unkept) return { kind: "cannot-keep", pool: entry.id, field: unkept[0].join("."), why: unkept[1] };
    pools.push(await poolChange(ports, entry, template, origin));
    warnings.push(...poolWarnings(entry, from));
  }
  const changes = [...templates, ...pools];
  if (!dryRun)
    for (const change of changes.filter(({ differences }) => differences.length > 0))
      if ((await save(ports, change)) === "conflict") return { kind: "conflict", id: change.id };
  return {
    kind: "applied",
    changes: changes.map(({ after: _, ...change }) => change),
    warnings: warnings.slice(0, WARNINGS_SHOWN_MAX),
  };
}

/** The version that the pool names, or the latest: as this file makes it, or as it is. */
async function templateFor(
  { templates }: ApplyPorts,
  { template: name, templateVersion: version }: PoolSpec,
  changes: readonly TemplateChange[],
): Promise<Template | undefined> {
  const made = changes.find(({ id }) => id === name)?.after;
  if (version === undefined) return made ?? templates.latest(name);
  return made?.version === version ? made : templates.find(name, version);
}

/** Undefined: it names user data that the plane does not have. */
async function templateChange(
  { templates }: ApplyPorts,
  entry: TemplateSpec,
  origin: Origin,
): Promise<TemplateChange | undefined> {
  const before = await templates.latest(entry.name);
  const wanted = templateFrom(entry, before, origin);
  if (!wanted) return undefined;
  const found = differences(before && templateSpecOf(before), templateSpecOf(wanted));
  return { kind: "template", ...changed(entry.name, before, wanted, found) };
}

async function poolChange(
  { pools }: ApplyPorts,
  entry: PoolSpec,
  template: Template,
  origin: Origin,
): Promise<PoolChange> {
  const before = await pools.find(entry.id);
  const wanted = poolFrom(entry, template, (before?.version ?? 0) + 1, origin);
  const found = differences(before && { ...poolSpecOf(before), draining: before.draining }, poolSpecOf(wanted));
  return { kind: "pool", ...changed(entry.id, before, wanted, found) };
}

function changed<T extends Template | Pool>(
  id: string,
  before: T | undefined,
  wanted: T,
  found: readonly SpecDifference[],
) {
  const after = before && found.length === 0 ? before : withReasons(wanted, before && found);
  return { id, version: after.version, isNew: before === undefined, differences: found, after };
}

/** The reasons of a changed spec are its changed fields; a wholly new one has none. */
function withReasons<T extends Template | Pool>(wanted: T, found: readonly SpecDifference[] | undefined): T {
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
