import * as z from "zod";
import { inAllTiers } from "../tiers.ts";
import { type Complaint, cannotKeep } from "./cannot-keep.ts";
import { LAUNCH_TOKEN_LENGTH, LAUNCH_TOKEN_MARK } from "./launch-token.ts";
import { neverLaunched } from "./never-launched.ts";
import { type PoolSpec, poolSpec } from "./pool-spec.ts";
import { type TemplateSpec, templateSpec, USER_DATA_BYTES } from "./template-spec.ts";

/** The file an engineer applies: templates to launch from, and pools that keep instances of them. */

export const poolFile = z
  .strictObject({
    version: z.literal(1),
    templates: z.array(templateSpec).max(100).default([]),
    pools: z.array(poolSpec).max(100),
  })
  .superRefine(({ templates, pools }, context) => {
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const at of twice(templates.map(({ name }) => name)))
      complain(["templates", at, "name"], "another template has this name");
    for (const at of twice(pools.map(({ id }) => id))) complain(["pools", at, "id"], "another pool has this id");
    for (const [at, each] of templates.entries())
      for (const [path, why] of firstOfEach([
        ...neverMet(each),
        ...speechless(each),
        ...doublyScripted(each),
        ...neverLaunched(each),
      ]))
        complain(["templates", at, ...path], why);
    for (const [at, each] of pools.entries()) {
      const total = inAllTiers(each.target);
      if (total > each.max.instances)
        complain(
          ["pools", at, "max", "instances"],
          `the targets add up to ${total}: raise it to that, or lower a target`,
        );
      for (const [path, why] of misforetold(each, total)) complain(["pools", at, ...path], why);
      const from = templates.find(({ name }) => name === each.template);
      for (const [path, why] of from && each.templateVersion === undefined ? cannotKeep(from, each) : [])
        complain(["pools", at, ...path], why);
    }
  });

export type PoolFile = z.infer<typeof poolFile>;

/** Of several complaints about one field, the first. */
const firstOfEach = (complaints: readonly Complaint[]): readonly Complaint[] =>
  [...new Map(complaints.toReversed().map((complaint) => [complaint[0].join("."), complaint])).values()].toReversed();

const twice = (names: readonly string[]): readonly number[] =>
  names.flatMap((name, at) => (names.indexOf(name) < at ? [at] : []));

/** What EC2Launch writes as event 5000: v2 before it runs user data and PostReady, v1 on the first boot only. Neither unique nor final.
 *  Source: EC2 User Guide for Windows, "EC2Launch v2 task definitions". */
const WINDOWS_IS_READY = "windows-is-ready";

/** Evidence that no instance could ever give, or that proves nothing. */
const neverMet = (entry: TemplateSpec): readonly Complaint[] =>
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

/** The placeholder by which an instance that identifies itself by its launch token receives it. */
function speechless({ identity, userData = "", userDataSha256 }: TemplateSpec): readonly Complaint[] {
  if (identity !== "launch-token" || userDataSha256 !== undefined) return [];
  const marks = userData.split(LAUNCH_TOKEN_MARK).length - 1;
  const bytes = new TextEncoder().encode(userData).length + marks * (LAUNCH_TOKEN_LENGTH - LAUNCH_TOKEN_MARK.length);
  if (marks === 0) return [[["userData"], `say ${LAUNCH_TOKEN_MARK} where the instance is to find its launch token`]];
  return bytes > USER_DATA_BYTES ? [[["userData"], "at most 16 KB, with the launch token in it"]] : [];
}

const doublyScripted = ({ userData, userDataSha256 }: TemplateSpec): readonly Complaint[] =>
  userData !== undefined && userDataSha256 !== undefined
    ? [[["userDataSha256"], "with userData, leave it out: it is the hash of user data that the plane has already"]]
    : [];

/** What a forecast cannot be made to keep. */
function misforetold({ forecast, max }: PoolSpec, total: number): readonly Complaint[] {
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
