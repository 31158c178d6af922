import { TIERS, type Tier, tierRow } from "../tiers.ts";
import { hibernatedMemoryGiB, isMetal } from "./instance-type.ts";
import type { PoolSpec } from "./pool-spec.ts";
import { regionOfZone } from "./region.ts";
import type { TemplateSpec } from "./template-spec.ts";

/** What is wrong with a field, by its path. */
export type Complaint = readonly [(string | number)[], string];

/** What is asked of a template, in a file or as the plane has it. */
interface Launchable extends Pick<TemplateSpec, "name" | "os" | "market"> {
  readonly images: Readonly<Record<string, string>>;
  readonly subnets: Readonly<Record<string, string>>;
  readonly types: readonly string[];
  readonly usdPerHour?: TemplateSpec["usdPerHour"] | undefined;
  readonly ready: Pick<TemplateSpec["ready"], "by">;
  readonly scrub: Pick<TemplateSpec["scrub"], "by">;
}

/** What a pool asks for that its template can never fulfil. */
export function cannotKeep(from: Launchable, pool: PoolSpec): readonly Complaint[] {
  const kept = TIERS.filter((tier) => pool.target[tier] > 0);
  const noSelfStop = kept.filter((tier) => !tierRow(tier).takesSelfStop);
  const noSpot = kept.filter((tier) => !tierRow(tier).takesSpot);
  const complaints: (Complaint | false)[] = [
    !(pool.region in from.images) && [["region"], `template ${from.name} has no image for it; add one under images`],
    !Object.keys(from.subnets).some((az) => regionOfZone(az) === pool.region) && [
      ["region"],
      `template ${from.name} has no subnet in it`,
    ],
    from.ready.by === "self-stop" &&
      noSelfStop.length > 0 && [
        ["target"],
        `a template that stops itself can only fill the tier ${SELF_STOP}: its readiness could never be met in another`,
      ],
    ...noSpot.map(
      (tier): Complaint | false => from.market === "spot" && [["target", tier], `keep Spot instances ${SPOT}`],
    ),
    ...kept.map((tier): Complaint | false => unparkable(from, tier)),
    ...kept.map((tier): Complaint | false => unhibernated(from, tier)),
    unpaid(from, pool),
    pool.onRelease === "reuse" &&
      pool.maxUses > 1 &&
      from.scrub.by !== "signals" && [
        ["onRelease"],
        `template ${from.name} has no scrub by signals, and EC2 does not know whether an instance is clean: the next claim would get what the last one left; say scrub: { by: signals, needs: [scrubbed] } in it, or onRelease: retire`,
      ],
  ];
  return complaints.filter((each) => each !== false);
}

/** EC2 says running seconds after a launch, minutes before Windows has been through sysprep and its first boot: stopped in the middle of
 *  it, the instance may never start again. Source: EC2 User Guide, "Create an Amazon EC2 AMI using Windows Sysprep". */
const unparkable = (from: Launchable, tier: Tier): Complaint | false =>
  from.os === "windows" &&
  from.ready.by === "ec2-state" &&
  tierRow(tier).parks !== "stays-running" && [
    ["target", tier],
    `template ${from.name} is Windows, and ready by ec2-state is long before its first boot is over: it would be stopped in the middle of sysprep; say ready: { by: signals, needs: [agent] } or { by: self-stop } in it`,
  ];

/** Memory that EC2 hibernates at most, by operating system; on Linux less than that. Source: EC2 User Guide, "Prerequisites for EC2
 *  instance hibernation". */
const HIBERNATED_GIB = { windows: 16, linux: 150 } as const;

/** Types that EC2 never hibernates, of a tier that is. */
function unhibernated({ name, os, types }: Launchable, tier: Tier): Complaint | false {
  if (tierRow(tier).parks !== "hibernate") return false;
  const metal = types.find(isMetal);
  if (metal !== undefined)
    return [
      ["target", tier],
      `EC2 hibernates no bare metal, and template ${name} names ${metal}: take it away, or keep them stopped`,
    ];
  const most = HIBERNATED_GIB[os];
  const isTooLarge = (gib: number) => (os === "windows" ? gib > most : gib >= most);
  const large = types.find((type) => isTooLarge(hibernatedMemoryGiB(type) ?? 0));
  return (
    large !== undefined && [
      ["target", tier],
      `EC2 hibernates ${os === "windows" ? `Windows with at most ${most}` : `Linux with less than ${most}`} GiB of memory, and ${large} of template ${name} has ${hibernatedMemoryGiB(large)}: name smaller types, or keep them stopped`,
    ]
  );
}

/** A money ceiling that has no price, or pays for no instance. */
function unpaid({ name, usdPerHour }: Launchable, { max }: PoolSpec): Complaint | false {
  if (max.usdPerHour === undefined) return false;
  const path = ["max", "usdPerHour"];
  if (!usdPerHour) return [path, `a money ceiling needs usdPerHour in template ${name}: the plane looks up no prices`];
  return (
    max.usdPerHour > 0 &&
    max.usdPerHour < usdPerHour.running && [
      path,
      `one running instance of template ${name} costs ${usdPerHour.running}: raise it to that at least, or no launch ever fits`,
    ]
  );
}

const SELF_STOP = TIERS.filter((tier) => tierRow(tier).takesSelfStop).join(" or ");
const SPOT = TIERS.filter((tier) => tierRow(tier).takesSpot)
  .map((tier) => tierRow(tier).label)
  .join(" or ");
