import * as z from "zod";
import { answered } from "../answered.ts";
import { allowsSchema } from "../overrides/schemas.ts";
import { perTier } from "../tiers.ts";
import { forecastSpec } from "./forecast-spec.ts";
import { REGION_NAME } from "./region.ts";
import { id } from "./spec-id.ts";

/** A pool of a pool file: which template, and the policy for keeping instances of it. */

const seconds = (least: number, most: number) => z.int().min(least).max(most);
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How long each state may take. A deadline looks at EC2 before it acts. */
const deadlines = z
  .strictObject({
    launchingSeconds: seconds(30, HOUR).default(300),
    preparingSeconds: seconds(30, 4 * HOUR).default(1_800),
    parkingSeconds: seconds(30, HOUR).default(600),
    handingOverSeconds: seconds(30, HOUR).default(600),
    returningSeconds: seconds(30, 4 * HOUR).default(900),
    quarantinedSeconds: seconds(60, 7 * DAY).default(HOUR),
    retiringSeconds: seconds(60, HOUR).default(600),
  })
  .prefault({});

/** How long more than the target may stay warm, where a pool does not say: about what another launch would take. */
export const SURPLUS_DELAY_SECONDS = 300;

const size = z.int().min(0).max(10_000).default(0);
export const poolSpec = z.strictObject({
  id,
  template: id,
  /** Left out: the latest. */
  templateVersion: z.int().min(1).optional(),
  region: z.string().regex(REGION_NAME, "a region such as eu-central-1"),
  /** Instances to keep per tier. */
  target: z.strictObject(perTier(() => size)),
  /** Hard ceilings. Instances count unless gone, retiring or quarantined. */
  max: z.strictObject({ instances: z.int().min(0).max(10_000), usdPerHour: z.number().positive().optional() }),
  /** What a claim gets that finds nothing warm or nearly ready. */
  fallback: z.enum(["launch", "queue", "refuse"]).default("launch"),
  /** What a release does when the claimant does not say: back through `returning`, or terminated. */
  onRelease: z.enum(["reuse", "retire"]).default("retire"),
  /** Hand-overs after which a released instance is retired. */
  maxUses: z.int().min(1).max(10_000).default(1_000),
  maxAgeSeconds: seconds(HOUR, 365 * DAY).default(30 * DAY),
  /** How long a surplus must last before it is terminated. */
  scaleInDelaySeconds: seconds(0, DAY).default(SURPLUS_DELAY_SECONDS),
  /** How long a claim may wait in the queue. */
  claimWaitSeconds: seconds(1, DAY).default(900),
  quarantineMax: z.int().min(0).max(100).default(3),
  /** When an alert is raised: with fewer warm than this, or with fewer hits among an hour's claims than this part. */
  alerts: z.strictObject({ minWarm: size.default(1), hitRate: z.number().min(0).max(1).optional() }).prefault({}),
  /** What a sweep does with an instance that carries the pool's tag and has no record. */
  orphans: z.enum(["adopt", "retire"]).default("adopt"),
  allows: allowsSchema().optional(),
  /** Left out: the targets apply as they are. */
  forecast: forecastSpec.optional(),
  deadlines,
});

export type PoolSpec = z.infer<typeof poolSpec>;

/** A pool as notices, answers and `greenroom pools --spec` carry it: every field, in the file's words and units, what was left out
 *  filled in; the template's version is the one that the pool keeps now. */
export const poolAnswered = answered(poolSpec.extend({ templateVersion: z.int().min(1) }));
export type PoolAnswered = z.infer<typeof poolAnswered>;
