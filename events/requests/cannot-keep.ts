import { TIERS, tierRow } from "../tiers.ts";
import type { PoolSpec } from "./pool-spec.ts";
import type { TemplateSpec } from "./template-spec.ts";

/** What is wrong with a field, by its path. */
export type Complaint = readonly [(string | number)[], string];

/** What is asked of a template, in a file or as the plane has it. */
interface Launchable extends Pick<TemplateSpec, "name" | "market" | "usdPerHour"> {
  readonly images: Readonly<Record<string, string>>;
  readonly subnets: Readonly<Record<string, string>>;
  readonly ready: Pick<TemplateSpec["ready"], "by">;
}

/** What a pool asks for that its template can never fulfil. */
export function cannotKeep(from: Launchable, pool: PoolSpec): readonly Complaint[] {
  const kept = TIERS.filter((tier) => pool.target[tier] > 0);
  const noSelfStop = kept.filter((tier) => !tierRow(tier).takesSelfStop);
  const noSpot = kept.filter((tier) => !tierRow(tier).takesSpot);
  const complaints: (Complaint | false)[] = [
    !(pool.region in from.images) && [["region"], `template ${from.name} has no image for it; add one under images`],
    !Object.keys(from.subnets).some((az) => az.startsWith(pool.region)) && [
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
    pool.max.usdPerHour !== undefined &&
      !from.usdPerHour && [
        ["max", "usdPerHour"],
        `a money ceiling needs usdPerHour in template ${from.name}: the plane looks up no prices`,
      ],
  ];
  return complaints.filter((each) => each !== false);
}

const SELF_STOP = TIERS.filter((tier) => tierRow(tier).takesSelfStop).join(" or ");
const SPOT = TIERS.filter((tier) => tierRow(tier).takesSpot)
  .map((tier) => tierRow(tier).label)
  .join(" or ");
