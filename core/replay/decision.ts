import type { InstanceChanged } from "../../events/notices/instance-changed.v1.ts";
import type { PlanMade } from "../../events/recording/plan-made.v1.ts";
import type { Instant } from "../model/time.ts";

/** Something the plane decided, as it is counted, compared and told. */
export interface Decision {
  /** What it is about: `instance i-…`, `claim claim-…`, `plan linux-ci`. */
  readonly resource: string;
  /** The pool it is about; empty: none. */
  readonly pool: string;
  readonly at: Instant;
  /** What was decided, in few words: `launching → preparing`, `launch 2 × m7i.large stopped in eu-west-1a`. */
  readonly what: string;
  /** The same without names and figures, to count by: `instance launching → preparing`, `plan launch`. */
  readonly kind: string;
  readonly cause: string;
  readonly reasons: readonly Why[];
  /** All that is compared, by field. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Why {
  readonly code: string;
  readonly text: string;
}

/** What every notice has, whatever its version. */
type Told = Pick<InstanceChanged, "noticeId" | "transition" | "from" | "to" | "at" | "cause" | "reasons"> & {
  readonly kind: string;
  readonly resource: { readonly version?: number | undefined; readonly pool?: string | undefined };
};

/** The decision that a notice tells of. How many times the resource was written before is no part of it: one decision more or less
 *  would make all later ones differ. */
export function decisionPublished({ noticeId, kind, resource, reasons, ...change }: Told): Decision {
  const { version: _, ...details } = resource;
  const id = noticeId.slice(0, noticeId.lastIndexOf(":")).replace(`${kind}/`, "");
  const { transition, from, to, at, cause } = change;
  const step = from === to ? transition : `${from} → ${to}`;
  return {
    resource: `${kind} ${id}`,
    pool: kind === "pool" ? id : (resource.pool ?? ""),
    at: Date.parse(at),
    what: step,
    kind: `${kind} ${step}`,
    cause,
    reasons,
    fields: { ...change, reasons, ...details },
  };
}

/** The decision that a plan is. */
export function decisionPlanned({ version: _, ...plan }: PlanMade): Decision {
  const acts: readonly (readonly [kind: string, what: string])[] = [
    ...plan.launches.map(
      ({ count, type, tier, az }) => ["launch", `launch ${count} × ${type} ${tier} in ${az}`] as const,
    ),
    ...plan.assignments.map(({ claim, instance }) => ["assign", `give ${instance} to ${claim}`] as const),
    ...plan.expired.map((claim) => ["refuse", `refuse ${claim}`] as const),
    ...plan.retirements.map(({ instance }) => ["retire", `retire ${instance}`] as const),
  ];
  const kinds = [...new Set(acts.map(([kind]) => kind))];
  return {
    resource: `plan ${plan.pool}`,
    pool: plan.pool,
    at: Date.parse(plan.at),
    what: acts.map(([, what]) => what).join(", ") || "nothing",
    kind: `plan ${kinds.join(", ") || "nothing"}`,
    cause: "",
    reasons: [...plan.reasons, ...plan.retirements.flatMap(({ reasons }) => reasons)],
    fields: plan,
  };
}

/** The fields in which two decisions differ, by name. */
export function fieldsApart(one: Decision, other: Decision): readonly string[] {
  const names = new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]);
  return [...names].filter((name) => canonical(one.fields[name]) !== canonical(other.fields[name]));
}

/** A value as text that is the same whatever the order of its fields. */
const canonical = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    .join()}}`;
};
