import type { ForecastPolicy } from "./forecast.ts";
import type { PoolId } from "./ids.ts";
import type { Origin } from "./origin.ts";

/** How a warm instance waits, the fastest to hand over first. */
export const TIERS = ["running", "hibernated", "stopped"] as const;
export type Tier = (typeof TIERS)[number];

/** How long each state may take, in ms. A deadline looks at EC2 before it acts. */
export interface Deadlines {
  readonly launchingMs: number;
  readonly preparingMs: number;
  readonly parkingMs: number;
  readonly handingOverMs: number;
  readonly returningMs: number;
  readonly quarantinedMs: number;
  readonly retiringMs: number;
}

/** What a claim gets that finds nothing warm or nearly ready. */
export type Fallback = "launch" | "queue" | "refuse";

/** What claims may ask for beside type and tags, each by its id, or by how it begins with a `*` at its end. Left out: nothing. */
export interface Allows {
  readonly securityGroups?: readonly string[];
  readonly instanceProfiles?: readonly string[];
  readonly elasticIps?: readonly string[];
  readonly networkInterfaces?: readonly string[];
  /** The most that a root volume may grow to. */
  readonly rootVolumeGiB?: number;
  /** A name and all names below it, in a hosted zone. */
  readonly names?: readonly { readonly zone: string; readonly under: string }[];
  /** Entries of Secrets Manager that instances put claimants' access into. */
  readonly secrets?: readonly string[];
}

/** The desired state: which template, and the policy for keeping instances of it. */
export interface Pool extends Origin {
  readonly id: PoolId;
  readonly region: string;
  readonly template: { readonly name: string; readonly version: number };
  /** Instances to keep per tier. */
  readonly target: Readonly<Record<Tier, number>>;
  /** Absent: the targets stand as they are. */
  readonly forecast?: ForecastPolicy;
  /** Hard ceilings. Instances count unless gone, retiring or quarantined. */
  readonly max: { readonly instances: number; readonly usdPerHour?: number };
  readonly fallback: Fallback;
  /** What a release does when the claimant does not say: back through `returning`, or terminated. */
  readonly onRelease: "reuse" | "retire";
  /** Hand-overs after which a released instance is retired. */
  readonly maxUses: number;
  readonly maxAgeMs: number;
  /** How long a surplus must last before it is terminated. */
  readonly scaleInDelayMs: number;
  /** How long a claim may wait in the queue. */
  readonly claimWaitMs: number;
  readonly quarantineMax: number;
  /** When people are told: with fewer warm than this, or with fewer hits among claims than this part (0 to 1). */
  readonly alerts: { readonly minWarm: number; readonly hitRate?: number };
  /** What a sweep does with an instance that carries the pool's tag and has no record. */
  readonly orphans: "adopt" | "retire";
  readonly deadlines: Deadlines;
  readonly allows?: Allows;
  /** It is torn down, until a file is applied that has it: the rest of the desired state stands, and is not followed. */
  readonly draining?: true;
  /** Times written; the condition of the next write. */
  readonly version: number;
}

/** The tier a pool mostly keeps; if it keeps none, the one that any template can fill. */
export const mainTier = ({ target }: Pick<Pool, "target">): Tier => {
  const most = Math.max(...Object.values(target));
  return TIERS.find((tier) => most > 0 && target[tier] === most) ?? "stopped";
};
