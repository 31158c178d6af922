import * as z from "zod";
import { REGION_NAME } from "../events/requests/region.ts";
import { FUNCTIONS } from "../functions/shared/manifest/functions.ts";

/** Names of functions, queues, roles and alarms begin with this and the stage. */
export const APP = "greenroom";
/** Leaves the longest names of ours within the 64 characters that Lambda, IAM and EventBridge take. */
const STAGE_LENGTH_MAX = 20;
/** CloudWatch Logs takes no other figures. Source: CloudWatch Logs API Reference, PutRetentionPolicy. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922];

const list = (each: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
    .pipe(z.array(each))
    .default([]);

const whole = (least: number, most: number) =>
  z.coerce.number(`must be a whole number from ${least} to ${most}`).int().min(least).max(most);

/** `function=number` pairs. */
const reserved = list(z.string().regex(/^[a-z-]+=\d+$/, "must be pairs such as api=20,notify=5")).transform(
  (pairs): Readonly<Record<string, number>> =>
    Object.fromEntries(pairs.map((pair) => [pair.split("=")[0] ?? "", Number(pair.split("=")[1])])),
);

const environment = z.object({
  GREENROOM_REGION: z
    .string("must name the region to deploy to, such as eu-west-1")
    .regex(REGION_NAME, "must be a region, such as eu-west-1"),
  GREENROOM_ALARM_EMAIL: z.email("must be an e-mail address").optional(),
  GREENROOM_LOG_DAYS: whole(1, 3653)
    .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(", ")}`)
    .default(30),
  GREENROOM_ARCHIVE_DAYS: whole(1, 3653).default(90),
  GREENROOM_RESERVED_CONCURRENCY: reserved,
  GREENROOM_PERMISSIONS_BOUNDARY: z
    .string()
    .regex(/^arn:[^:]+:iam::\d{12}:policy\/.+$/, "must be the ARN of a managed policy")
    .optional(),
  GREENROOM_VPC_SUBNETS: list(z.string().regex(/^subnet-/, "must be subnet ids")),
  GREENROOM_VPC_SECURITY_GROUPS: list(z.string().regex(/^sg-/, "must be security group ids")),
  GREENROOM_POOLS: list(z.string().regex(/^[\w*?-]+$/, "must be pool names, * and ? allowed")),
  GREENROOM_LAUNCH_SUBNETS: list(z.string().regex(/^subnet-/, "must be subnet ids")),
  GREENROOM_LAUNCH_SECURITY_GROUPS: list(z.string().regex(/^sg-/, "must be security group ids")),
  GREENROOM_LAUNCH_IMAGES: list(z.string().regex(/^ami-/, "must be image ids")),
  GREENROOM_INSTANCE_ROLES: list(z.string().regex(/^arn:[^:]+:iam::\d{12}:role\/.+$/, "must be ARNs of roles")),
  GREENROOM_DNS_ZONES: list(z.string().regex(/^Z[A-Z0-9]+$/, "must be ids of hosted zones")),
  GREENROOM_DNS_NAMES: list(z.string().regex(/^[a-z0-9*?._-]+$/, "must be names, lower case, * and ? allowed")),
  GREENROOM_LAUNCH_KEY: z
    .string()
    .regex(/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/, "must be the ARN of a KMS key")
    .optional(),
  GREENROOM_TOPIC_FIFO: z.stringbool("must be true or false").default(false),
});

/** The settings of a deployment. */
export interface Settings {
  /** `<app>-<stage>`: what every physical name begins with. */
  readonly prefix: string;
  readonly stage: string;
  /** In a protected stage nothing that holds data is deleted, and `sst remove` is refused. */
  readonly isProtected: boolean;
  readonly region: string;
  readonly alarmEmail?: string;
  readonly logDays: number;
  readonly archiveDays: number;
  /** By function. New accounts refuse any. */
  readonly reservedConcurrency: Readonly<Record<string, number>>;
  readonly permissionsBoundary?: string;
  /** Absent: functions run outside of any VPC. */
  readonly vpc?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
  readonly launch: Launchable;
  /** Keeps the order of each resource for subscribers; feeds no function, so that the path sns-lambda is not probed. */
  readonly topicFifo: boolean;
}

/** What may be launched, and with whose rights. Patterns of pools; ids of subnets, security groups and images, where `*` is any of the
 *  account's region; ARNs of the roles in the pools' instance profiles. */
export interface Launchable {
  readonly pools: readonly string[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly images: readonly string[];
  readonly instanceRoles: readonly string[];
  /** ARN of the KMS key that seals launch tokens; absent: no instance identifies itself by one. */
  readonly key?: string;
  /** Hosted zones that claims' names may go into, and patterns of those names. */
  readonly hostedZones: readonly string[];
  readonly names: readonly string[];
}

/** The settings of a stage. Throws one error that names every variable at fault, its value, and what it must be. */
export function settingsOf(stage: string, given: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(stage) || stage.length > STAGE_LENGTH_MAX)
    faults.push(`the stage ${stage}: must be lower-case letters, digits and dashes, at most ${STAGE_LENGTH_MAX}`);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));
  const read = environment.safeParse(set);
  for (const { path, message } of read.error?.issues ?? [])
    faults.push(`${String(path[0])} is ${JSON.stringify(given[String(path[0])] ?? "not set")}: ${message}`);
  const subnets = read.data?.GREENROOM_VPC_SUBNETS ?? [];
  const securityGroups = read.data?.GREENROOM_VPC_SECURITY_GROUPS ?? [];
  if ((subnets.length === 0) !== (securityGroups.length === 0))
    faults.push("GREENROOM_VPC_SUBNETS and GREENROOM_VPC_SECURITY_GROUPS: set both, or neither to stay out of a VPC");
  for (const name of Object.keys(read.data?.GREENROOM_RESERVED_CONCURRENCY ?? {}))
    if (!FUNCTIONS.some((one) => one.name === name))
      faults.push(`GREENROOM_RESERVED_CONCURRENCY names ${name}: must be one of ${FUNCTIONS.map((one) => one.name)}`);
  if (!read.success || faults.length > 0) throw new Error(`the plane cannot be deployed so: ${faults.join("; ")}`);
  const all = read.data;
  return {
    prefix: `${APP}-${stage}`,
    stage,
    isProtected: stage === "production",
    region: all.GREENROOM_REGION,
    ...(all.GREENROOM_ALARM_EMAIL && { alarmEmail: all.GREENROOM_ALARM_EMAIL }),
    logDays: all.GREENROOM_LOG_DAYS,
    archiveDays: all.GREENROOM_ARCHIVE_DAYS,
    reservedConcurrency: all.GREENROOM_RESERVED_CONCURRENCY,
    ...(all.GREENROOM_PERMISSIONS_BOUNDARY && { permissionsBoundary: all.GREENROOM_PERMISSIONS_BOUNDARY }),
    ...(subnets.length > 0 && { vpc: { subnets, securityGroups } }),
    launch: {
      pools: orAny(all.GREENROOM_POOLS),
      subnets: orAny(all.GREENROOM_LAUNCH_SUBNETS),
      securityGroups: orAny(all.GREENROOM_LAUNCH_SECURITY_GROUPS),
      images: orAny(all.GREENROOM_LAUNCH_IMAGES),
      instanceRoles: all.GREENROOM_INSTANCE_ROLES,
      ...(all.GREENROOM_LAUNCH_KEY && { key: all.GREENROOM_LAUNCH_KEY }),
      hostedZones: all.GREENROOM_DNS_ZONES,
      names: orAny(all.GREENROOM_DNS_NAMES),
    },
    topicFifo: all.GREENROOM_TOPIC_FIFO,
  };
}

const orAny = (given: readonly string[]): readonly string[] => (given.length > 0 ? given : ["*"]);
