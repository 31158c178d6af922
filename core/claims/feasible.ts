import { type Tier, type TierRow, tierRow } from "../../events/tiers.ts";
import type { Instance, State } from "../model/instance.ts";
import { OVERRIDE_NAMES, type OverrideName, type Overrides } from "../model/overrides.ts";

/** What an instance is in when a claim's changes are made: what EC2 allows depends on nothing else. */
export interface Situation {
  /** `hibernated`: EC2 says stopped, and the memory lies on the root volume. `between`: on its way to another state. */
  readonly power: "stopped" | "hibernated" | "running" | "between";
  readonly market: Instance["market"];
  readonly type: string;
}

interface Bar {
  readonly when: (situation: Situation, overrides: Overrides) => boolean;
  readonly why: string;
  readonly source: string;
}

const TYPE = "EC2 User Guide, Change the instance type for your Amazon EC2 instance";
/** The guide lists what hibernation takes away (no snapshots, no other type); of a device that comes or grows in between it says nothing. */
const HIBERNATED = "EC2 User Guide, Hibernate your Amazon EC2 instance, which does not say what the guest makes of it";
const asleep = ({ power }: Situation): boolean => power === "hibernated";

/** What stands in the way of each attribute; what is not listed is possible. Security groups: at any time in a VPC. Instance profile:
 *  running or stopped. Elastic IP, tags: at any time. A DNS name and access do not touch the instance, or only once it runs.
 *  Source: EC2 API Reference, ModifyInstanceAttribute, AssociateIamInstanceProfile, AssociateAddress, AttachNetworkInterface ("running
 *  (hot attach), stopped (warm attach)"), ModifyVolume; EC2 User Guide, "Elastic network interfaces". */
export const BARS: Readonly<Record<OverrideName, readonly Bar[]>> = {
  type: [
    { when: ({ power }) => power === "running", why: "only a stopped instance can change its type", source: TYPE },
    { when: ({ power }) => power === "between", why: "it is not stopped yet", source: TYPE },
    { when: asleep, why: "an instance with hibernation enabled cannot change its type", source: TYPE },
    { when: ({ market }) => market === "spot", why: "a Spot instance cannot change its type", source: TYPE },
    {
      when: ({ type }, overrides) => architectureOf(type) !== architectureOf(overrides.type ?? type),
      why: "the type is of another architecture than the image",
      source: "EC2 User Guide, Compatibility for changing the instance type",
    },
  ],
  tags: [],
  rootVolumeGiB: [{ when: asleep, why: "its memory lies on the root volume", source: HIBERNATED }],
  securityGroups: [],
  instanceProfile: [],
  elasticIp: [],
  networkInterface: [{ when: asleep, why: "the guest resumes with the devices it had", source: HIBERNATED }],
  dns: [],
  access: [],
};

/** Why an attribute cannot be changed as the claim asks; undefined: it can, or is so already. */
export function barTo(
  attribute: OverrideName,
  situation: Situation,
  overrides: Overrides,
): Omit<Bar, "when"> | undefined {
  if (overrides[attribute] === undefined || (attribute === "type" && overrides.type === situation.type))
    return undefined;
  return BARS[attribute].find(({ when }) => when(situation, overrides));
}

/** Whether an instance that lies there now can be made all that the claim asks for by the time it is handed over. */
export const canBecome = (row: Pick<Instance, "state" | "tier" | "market" | "type">, overrides: Overrides): boolean =>
  OVERRIDE_NAMES.every((each) => barTo(each, situationOf(row), overrides) === undefined);

export const situationOf = ({ state, tier, market, type }: Parameters<typeof canBecome>[0]): Situation => ({
  power: powerOf(state, tier),
  market,
  type,
});

/** What is being parked is handed over once it lies as its tier says. Whatever else can be claimed runs. */
function powerOf(state: State, tier: Tier): Situation["power"] {
  const { parks } = tierRow(tier);
  if (state === "warm" || (state === "parking" && parks === "hibernate")) return POWER[parks];
  return state === "parking" ? "between" : "running";
}

const POWER = {
  "stays-running": "running",
  hibernate: "hibernated",
  stop: "stopped",
} as const satisfies Record<TierRow["parks"], Situation["power"]>;

/** By the type's name: Graviton's families have a `g` after their generation (a1 has none), Macs are apart, the rest is x86.
 *  Source: EC2 Instance Types, "Amazon EC2 instance type naming conventions". */
export function architectureOf(type: string): "x86_64" | "arm64" | "mac" {
  const [family = ""] = type.split(".");
  if (family.startsWith("mac")) return "mac";
  return family === "a1" || /^[a-z]+\d+[a-z]*g|-gb\d/.test(family) ? "arm64" : "x86_64";
}
