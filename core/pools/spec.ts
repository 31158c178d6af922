import type { PoolEntry, TemplateEntry } from "../../events/requests/pool-file.v1.ts";
import { BOOKKEEPING, type Origin } from "../model/origin.ts";
import type { Deadlines, Pool } from "../model/pool.ts";
import type { Template } from "../model/template.ts";
import { SECOND_MS } from "../model/time.ts";
import { forecastFrom } from "./forecast-spec.ts";

/** A template of a pool file as the model holds it. */
export function templateFrom(entry: TemplateEntry, version: number, origin: Origin): Template {
  const { ready, verify, scrub, ...rest } = withoutHoles(entry);
  return { ...rest, version, evidence: { preparing: ready, "handing-over": verify, returning: scrub }, ...origin };
}

/** A pool of a pool file as the model holds it. */
export const poolFrom = (entry: PoolEntry, template: Template, version: number, origin: Origin): Pool => ({
  id: entry.id,
  region: entry.region,
  template: { name: template.name, version: template.version },
  target: entry.target,
  ...(entry.forecast && { forecast: forecastFrom(entry.forecast) }),
  max: withoutHoles(entry.max),
  fallback: entry.fallback,
  onRelease: entry.onRelease,
  maxUses: entry.maxUses,
  maxAgeMs: entry.maxAgeSeconds * SECOND_MS,
  scaleInDelayMs: entry.scaleInDelaySeconds * SECOND_MS,
  claimWaitMs: entry.claimWaitSeconds * SECOND_MS,
  quarantineMax: entry.quarantineMax,
  alerts: withoutHoles(entry.alerts),
  orphans: entry.orphans,
  deadlines: deadlinesFrom(entry.deadlines),
  ...(entry.allows && { allows: withoutHoles(entry.allows) }),
  version,
  ...origin,
});

/** One field that differs. */
export interface Difference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What would change, field by field; the bookkeeping of the store left out. */
export const differences = (before: object | undefined, after: object): readonly Difference[] => {
  const [old, wanted] = [leaves(before ?? {}), leaves(after)];
  return [...new Set([...old.keys(), ...wanted.keys()])]
    .filter((field) => !BOOKKEEPING.includes(field.split(".", 1).join()) && old.get(field) !== wanted.get(field))
    .map((field) => ({ field, from: old.get(field), to: wanted.get(field) }));
};

function leaves(value: object, under = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    const path = under === "" ? key : `${under}.${key}`;
    if (typeof inner === "object" && inner !== null) for (const [at, leaf] of leaves(inner, path)) found.set(at, leaf);
    else found.set(path, inner);
  }
  return found;
}

const deadlinesFrom = (given: PoolEntry["deadlines"]): Deadlines => ({
  launchingMs: given.launchingSeconds * SECOND_MS,
  preparingMs: given.preparingSeconds * SECOND_MS,
  parkingMs: given.parkingSeconds * SECOND_MS,
  handingOverMs: given.handingOverSeconds * SECOND_MS,
  returningMs: given.returningSeconds * SECOND_MS,
  quarantinedMs: given.quarantinedSeconds * SECOND_MS,
  retiringMs: given.retiringSeconds * SECOND_MS,
});

/** Zod writes an absent optional as `T | undefined`; the model means absent. */
type Whole<T> = T extends readonly (infer E)[]
  ? readonly Whole<E>[]
  : T extends object
    ? { [K in keyof T]: Whole<Exclude<T[K], undefined>> }
    : T;

const withoutHoles = <T extends object>(from: T): Whole<T> => JSON.parse(JSON.stringify(from)) as Whole<T>;
