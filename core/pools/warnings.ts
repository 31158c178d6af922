import { architectureOf, hibernatedMemoryGiB } from "../../events/requests/instance-type.ts";
import type { PoolSpec } from "../../events/requests/pool-spec.ts";
import { profileNameOf } from "../../events/requests/profile-name.ts";
import { regionOfZone } from "../../events/requests/region.ts";
import type { TemplateAnswered, TemplateSpec } from "../../events/requests/template-spec.ts";
import { readUserData } from "../../events/requests/user-data.ts";
import { inAllTiers, TIERS, tierRow } from "../../events/tiers.ts";
import type { Held } from "../model/held.ts";
import { affordable, inAll } from "../model/money.ts";
import { SECOND_MS } from "../model/time.ts";
import { inMs } from "../model/units.ts";
import { shortDeadlines } from "./short-deadlines.ts";

/** What may not work as it is meant, though nothing forbids it: a file with warnings is applied. */
export interface Warning {
  /** By the names of the file's entries: `templates.win.verify`, `pools.build.max.usdPerHour`. */
  readonly field: string;
  readonly value: unknown;
  /** Continues "the field is the value, …". */
  readonly message: string;
  /** What to do, as a clause. */
  readonly fix: string;
}

/** A template as a file has it. Its boot script is judged, and never in a warning. */
export const templateWarnings = (entry: TemplateSpec): readonly Warning[] =>
  [...script(entry), ...profile(entry), ...types(entry), ...unusedSubnets(entry), ...evidence(entry)].map(
    (warning) => ({
      ...warning,
      field: `templates.${entry.name}.${warning.field}`,
    }),
  );

/** A pool as a file has it, with the template that it keeps instances of. */
export const poolWarnings = (pool: PoolSpec, from: Held<TemplateAnswered>): readonly Warning[] =>
  [...deadlines(pool), ...uncheckedMemory(pool, from), ...underpaid(pool, from)].map((warning) => ({
    ...warning,
    field: `pools.${pool.id}.${warning.field}`,
  }));

function script({ os, userData }: TemplateSpec): readonly Warning[] {
  const reading = userData === undefined ? undefined : readUserData(os, userData);
  if (reading?.kind !== "read-by-others") return [];
  const fix = `use an image with such an agent, or write it for ${os === "windows" ? "EC2Launch" : "cloud-init"}`;
  return [{ field: "userData", value: reading.what, message: `and ${reading.why}`, fix }];
}

function profile({ instanceProfile = "" }: TemplateSpec): readonly Warning[] {
  const name = profileNameOf(instanceProfile);
  return name === instanceProfile
    ? []
    : [
        {
          field: "instanceProfile",
          value: instanceProfile,
          message: `and is kept as its name, ${name}`,
          fix: `name it ${name}`,
        },
      ];
}

const types = ({ types: named }: TemplateSpec): readonly Warning[] =>
  named.flatMap((type, at): readonly Warning[] => {
    const field = `types.${at}`;
    if (named.indexOf(type) < at)
      return [{ field, value: type, message: "which is named before: that counts", fix: "take it away" }];
    if (architectureOf(type) !== undefined) return [];
    const message =
      "whose name says no architecture by the rules of EC2: whether it is that of the others is not checked";
    return [{ field, value: type, message, fix: "see to it yourself" }];
  });

function unusedSubnets({ images, subnets }: TemplateSpec): readonly Warning[] {
  return Object.entries(subnets).flatMap(([zone, subnet]): readonly Warning[] => {
    const region = regionOfZone(zone) ?? zone;
    if (region in images) return [];
    const message = `but the template has no image in ${region}: nothing is ever launched there`;
    return [
      { field: `subnets.${zone}`, value: subnet, message, fix: `correct the zone, or add ${region} under images` },
    ];
  });
}

function evidence({ os, ready, verify }: TemplateSpec): readonly Warning[] {
  const found: (Warning | false)[] = [
    os === "windows" &&
      ready.by === "ec2-state" && {
        field: "ready.by",
        value: ready.by,
        message:
          "but EC2 says running minutes before the first boot of Windows is over: a claim may get what cannot be used yet",
        fix: "say ready: { by: signals, needs: [agent] }, or { by: self-stop } for stopped ones",
      },
    ready.by === "signals" &&
      verify.by === "ec2-state" && {
        field: "verify.by",
        value: verify.by,
        message:
          "but ready is by signals: after days of rest a claim gets the instance as soon as EC2 says running, before its agent is there",
        fix: `say verify: { by: signals, needs: [${ready.needs.at(-1)}] }`,
      },
  ];
  return found.filter((each) => each !== false);
}

/** A deadline that acts before what it waits for is tried a second time. */
const deadlines = ({ deadlines: given }: PoolSpec): readonly Warning[] =>
  shortDeadlines(inMs(given)).map(({ deadline, limitMs, waitsFor, retryAfterMs }) => ({
    field: `deadlines.${deadline.replace(/Ms$/, "Seconds")}`,
    value: limitMs / SECOND_MS,
    message: `but one of the ${waitsFor} whose invocation was lost is retried after ${retryAfterMs / SECOND_MS} s: the deadline acts first`,
    fix: `make it ${retryAfterMs / SECOND_MS} or more`,
  }));

/** Whether EC2 hibernates a type, and how much memory it has, is known of many and not of all. */
const uncheckedMemory = ({ target }: PoolSpec, { types: named }: Held<TemplateAnswered>): readonly Warning[] =>
  TIERS.filter((tier) => tierRow(tier).parks === "hibernate" && target[tier] > 0).flatMap((tier) =>
    named
      .filter((type) => hibernatedMemoryGiB(type) === undefined)
      .map((type) => ({
        field: `target.${tier}`,
        value: target[tier],
        message: `but whether EC2 hibernates ${type} is not known here, and was not checked`,
        fix: `ask EC2: aws ec2 describe-instance-types --instance-types ${type} --query "InstanceTypes[].[HibernationSupported,MemoryInfo]"`,
      })),
  );

/** The ceiling counts every instance at its running price. */
function underpaid({ target, max }: PoolSpec, { usdPerHour }: Held<TemplateAnswered>): readonly Warning[] {
  const total = inAllTiers(target);
  if (max.usdPerHour === undefined || !usdPerHour) return [];
  const paid = affordable(max.usdPerHour, usdPerHour.running);
  if (paid >= total) return [];
  const message = `which pays for ${paid} at ${usdPerHour.running} each, since every one may be handed over and run: of the targets' ${total} the rest is never launched`;
  const fix = `raise it to ${inAll(total, usdPerHour.running)}, or lower a target`;
  return [{ field: "max.usdPerHour", value: max.usdPerHour, message, fix }];
}
