import * as z from "zod";
import { allows } from "./claim-overrides.ts";
import { forecastSpec } from "./forecast-spec.ts";
import { LAUNCH_TOKEN_LENGTH, LAUNCH_TOKEN_MARK } from "./launch-token.ts";
import { tags } from "./tags.ts";

/** The file an engineer applies: templates to launch from, and pools that keep instances of them. */

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,38}$/, "lower-case letters, digits and dashes, beginning with a letter, at most 39");
const seconds = (least: number, most: number) => z.int().min(least).max(most);
const HOUR = 3_600;
const DAY = 24 * HOUR;
const USER_DATA_BYTES = 16 * 1_024;

const signals = z.strictObject({
  by: z.literal("signals"),
  needs: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "a signal's name: lower-case letters, digits and dashes"))
    .min(1, "name at least one signal: with none it could never become ready")
    .max(16),
  maxClockOffsetMs: z
    .int()
    .min(1, "at least 1 ms: no clock is exact")
    .max(DAY * 1_000)
    .optional(),
  /** The first boot whose word counts, by signal; left out: any. */
  fromBoot: z.record(z.string(), z.int().min(1).max(100)).optional(),
  /** Signals count only with the nonce of this start. The agents of agents/ send it. */
  bound: z.boolean().optional(),
});
const ec2State = z.strictObject({ by: z.literal("ec2-state") });
const selfStop = z.strictObject({ by: z.literal("self-stop") });
const whileRunning = z.discriminatedUnion("by", [ec2State, signals]);

const template = z.strictObject({
  name: id,
  os: z.enum(["windows", "linux"]),
  images: z
    .record(z.string(), z.string().regex(/^ami-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "an AMI id: ami- and 8 or 17 hex digits"))
    .refine((images) => Object.keys(images).length > 0, "an image for at least one region"),
  types: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as m7i.large"))
    .min(1)
    .max(20),
  subnets: z
    .record(z.string(), z.string().regex(/^subnet-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "a subnet id"))
    .refine((subnets) => Object.keys(subnets).length > 0, "a subnet for at least one availability zone"),
  securityGroups: z
    .array(z.string().regex(/^sg-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "a security group id"))
    .max(16)
    .default([]),
  instanceProfile: z.string().min(1).max(128).optional(),
  /** EC2 takes at most 16 KB of user data before encoding. Source: EC2 API Reference, RunInstances. */
  userData: z
    .string()
    .max(USER_DATA_BYTES, { abort: true })
    .refine((text) => new TextEncoder().encode(text).length <= USER_DATA_BYTES, "at most 16 KB, written as UTF-8")
    .optional(),
  /** How its instances prove who they are; left out: by their IAM identity. */
  identity: z.enum(["iam", "launch-token"]).optional(),
  market: z.enum(["on-demand", "spot"]).default("on-demand"),
  tags: tags.default({}),
  usdPerHour: z.strictObject({ running: z.number().positive(), stopped: z.number().min(0) }).optional(),
  /** Evidence that a launched instance may join the pool. */
  ready: z.discriminatedUnion("by", [ec2State, selfStop, signals]),
  /** Evidence that a claimed instance may be delivered. */
  verify: whileRunning.default({ by: "ec2-state" }),
  /** Evidence that a released instance is clean again. */
  scrub: whileRunning.default({ by: "ec2-state" }),
});

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
const pool = z.strictObject({
  id,
  template: id,
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "a region such as eu-central-1"),
  target: z.strictObject({ running: size, hibernated: size, stopped: size }),
  max: z.strictObject({ instances: z.int().min(0).max(10_000), usdPerHour: z.number().positive().optional() }),
  fallback: z.enum(["launch", "queue", "refuse"]).default("launch"),
  onRelease: z.enum(["reuse", "retire"]).default("retire"),
  maxUses: z.int().min(1).max(10_000).default(1_000),
  maxAgeSeconds: seconds(HOUR, 365 * DAY).default(30 * DAY),
  scaleInDelaySeconds: seconds(0, DAY).default(SURPLUS_DELAY_SECONDS),
  claimWaitSeconds: seconds(1, DAY).default(900),
  quarantineMax: z.int().min(0).max(100).default(3),
  /** When people are told: with fewer warm than this, or with fewer hits among an hour's claims than this part. */
  alerts: z.strictObject({ minWarm: size.default(1), hitRate: z.number().min(0).max(1).optional() }).prefault({}),
  orphans: z.enum(["adopt", "retire"]).default("adopt"),
  allows: allows.optional(),
  /** Left out: the targets stand as they are. */
  forecast: forecastSpec.optional(),
  deadlines,
});

export const poolFile = z
  .strictObject({
    version: z.literal(1),
    templates: z.array(template).max(100).default([]),
    pools: z.array(pool).max(100),
  })
  .superRefine(({ templates, pools }, context) => {
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const at of twice(templates.map(({ name }) => name)))
      complain(["templates", at, "name"], "another template has this name");
    for (const at of twice(pools.map(({ id }) => id))) complain(["pools", at, "id"], "another pool has this id");
    for (const [at, each] of templates.entries())
      for (const [path, why] of [...neverMet(each), ...speechless(each)]) complain(["templates", at, ...path], why);
    for (const [at, each] of pools.entries()) {
      const total = each.target.running + each.target.hibernated + each.target.stopped;
      if (total > each.max.instances)
        complain(
          ["pools", at, "max", "instances"],
          `the targets add up to ${total}: raise it to that, or lower a target`,
        );
      for (const [path, why] of misforetold(each, total)) complain(["pools", at, ...path], why);
      const from = templates.find(({ name }) => name === each.template);
      for (const [path, why] of from ? cannotKeep(from, each) : []) complain(["pools", at, ...path], why);
    }
  });

export type PoolFile = z.infer<typeof poolFile>;
export type TemplateEntry = PoolFile["templates"][number];
export type PoolEntry = PoolFile["pools"][number];
type Complaint = readonly [(string | number)[], string];

const twice = (names: readonly string[]): readonly number[] =>
  names.flatMap((name, at) => (names.indexOf(name) < at ? [at] : []));

/** What EC2Launch writes as event 5000: v2 before it runs user data and PostReady, v1 on the first boot only. Neither unique nor final.
 *  Source: EC2 User Guide for Windows, "EC2Launch v2 task definitions". */
const WINDOWS_IS_READY = "windows-is-ready";

/** Evidence that no instance could ever give, or that proves nothing. */
const neverMet = (entry: z.infer<typeof template>): readonly Complaint[] =>
  (["ready", "verify", "scrub"] as const).flatMap((stage): Complaint[] => {
    const asked = entry[stage];
    if (asked.by !== "signals") return [];
    const doubled = twice(asked.needs).map((at): Complaint => [[stage, "needs", at], "named twice"]);
    const unasked = Object.keys(asked.fromBoot ?? {})
      .filter((name) => !asked.needs.includes(name))
      .map((name): Complaint => [[stage, "fromBoot", name], "names a signal that is not among needs"]);
    const isEarly = asked.needs.every(
      (name) => name === "clock" || (name === WINDOWS_IS_READY && !asked.fromBoot?.[name]),
    );
    const early: Complaint[] =
      isEarly && asked.needs.includes(WINDOWS_IS_READY)
        ? [
            [
              [stage, "needs"],
              `Windows says "${WINDOWS_IS_READY}" before user data has run, and not at every boot: name a signal of your own`,
            ],
          ]
        : [];
    doubled.push(...unasked, ...early);
    const clockless = asked.maxClockOffsetMs !== undefined && !asked.needs.includes("clock");
    return clockless
      ? [...doubled, [[stage, "maxClockOffsetMs"], "a clock bound needs the signal 'clock' among needs"]]
      : doubled;
  });

/** What an instance that speaks by its launch token must be told it by. */
function speechless({ identity, userData = "" }: z.infer<typeof template>): readonly Complaint[] {
  if (identity !== "launch-token") return [];
  const marks = userData.split(LAUNCH_TOKEN_MARK).length - 1;
  const bytes = new TextEncoder().encode(userData).length + marks * (LAUNCH_TOKEN_LENGTH - LAUNCH_TOKEN_MARK.length);
  if (marks === 0) return [[["userData"], `say ${LAUNCH_TOKEN_MARK} where the instance is to find its launch token`]];
  return bytes > USER_DATA_BYTES ? [[["userData"], "at most 16 KB, with the launch token in it"]] : [];
}

/** Wishes that this template can never fulfil. */
function cannotKeep(from: z.infer<typeof template>, asked: z.infer<typeof pool>): readonly Complaint[] {
  const { running, hibernated } = asked.target;
  const complaints: (Complaint | false)[] = [
    !(asked.region in from.images) && [["region"], `template ${from.name} has no image for it; add one under images`],
    !Object.keys(from.subnets).some((az) => az.startsWith(asked.region)) && [
      ["region"],
      `template ${from.name} has no subnet in it`,
    ],
    from.ready.by === "self-stop" &&
      running + hibernated > 0 && [
        ["target"],
        "a template that stops itself can only fill the tier stopped: its readiness could never be met in another",
      ],
    from.market === "spot" && hibernated > 0 && [["target", "hibernated"], "keep Spot instances stopped or running"],
    asked.max.usdPerHour !== undefined &&
      !from.usdPerHour && [
        ["max", "usdPerHour"],
        `a money ceiling needs usdPerHour in template ${from.name}: the plane looks up no prices`,
      ],
  ];
  return complaints.filter((each) => each !== false);
}

/** What a forecast cannot be made to keep. */
function misforetold({ forecast, max }: z.infer<typeof pool>, total: number): readonly Complaint[] {
  if (!forecast) return [];
  const most = Math.min(forecast.max ?? max.instances, max.instances);
  const tooHigh = (what: number) => what > most;
  const complaints: (Complaint | false)[] = [
    total === 0 && [
      ["target"],
      "with a forecast, name at least one instance: its tiers are the forecast's, and until there is one, and when it is out of date, the targets count",
    ],
    tooHigh(forecast.min) && [["forecast", "min"], `it is above the most that the pool may hold, ${most}`],
    ...forecast.calendar.map(
      ({ floor }, at): Complaint | false =>
        tooHigh(floor) && [
          ["forecast", "calendar", at, "floor"],
          `it is ${floor}, above the most that the pool may hold, ${most}: raise max, or lower it`,
        ],
    ),
  ];
  return complaints.filter((each) => each !== false);
}
