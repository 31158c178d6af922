/** An A record in a hosted zone. */
export interface DnsName {
  /** Route 53's id of the zone, such as `Z0123456789ABCDEFGHIJ`. */
  readonly zone: string;
  /** Fully qualified, lower case, without a dot at its end. */
  readonly name: string;
  readonly ttlSeconds: number;
}

/** A way in that is made on the instance and that the plane never sees: only where it is kept. */
export interface AccessRequest {
  readonly kind: "password" | "ssh-key";
  /** Whose password or key; left out: the administrator's of the operating system. */
  readonly user?: string;
  /** The claimant's entry in Secrets Manager, by name or ARN. */
  readonly secret: string;
}

/** What a claim asks to be changed on its instance. All but `access` is changed before the start. */
export interface Overrides {
  readonly type?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** GiB that the root volume grows to. The guest grows its file system itself. */
  readonly rootVolumeGiB?: number;
  /** Instead of the template's, on the first network interface. */
  readonly securityGroups?: readonly string[];
  /** By name or ARN. */
  readonly instanceProfile?: string;
  /** An allocation, `eipalloc-…`. */
  readonly elasticIp?: string;
  /** One more, `eni-…`. */
  readonly networkInterface?: string;
  readonly dns?: DnsName;
  readonly access?: AccessRequest;
}
export type OverrideName = keyof Overrides;

/** In the order they are changed. What must find the instance with one interface comes before the second one, which therefore says, where
 *  it is attached, that everything before it is done. */
export const OVERRIDE_NAMES = [
  "type",
  "tags",
  "rootVolumeGiB",
  "securityGroups",
  "instanceProfile",
  "elasticIp",
  "networkInterface",
  "dns",
  "access",
] as const satisfies readonly OverrideName[];

/** What a request asks to be changed; the rest of it says which instance it wants. */
export const overridesOf = (request: Overrides): Overrides =>
  Object.fromEntries(OVERRIDE_NAMES.flatMap((each) => (request[each] === undefined ? [] : [[each, request[each]]])));

/** Attributes that nothing takes back with certainty: an instance that was changed so is nobody's after its claim. Its type is in the
 *  record, its tags are taken off, and a DNS name is no part of it. */
const LASTING = [
  "rootVolumeGiB",
  "securityGroups",
  "instanceProfile",
  "elasticIp",
  "networkInterface",
  "access",
] as const satisfies readonly OverrideName[];

export const isLasting = (attribute: OverrideName): boolean => (LASTING as readonly OverrideName[]).includes(attribute);
export const changesForGood = (overrides: Overrides): boolean => LASTING.some((each) => overrides[each] !== undefined);

/** What the record of an instance knows of its configuration. */
export interface KnownConfiguration {
  readonly type: string;
  readonly securityGroups: readonly string[];
}

/** What is asked for and not so already, in the order it is changed before the start. */
export const toChange = (overrides: Overrides, has: KnownConfiguration): readonly OverrideName[] =>
  OVERRIDE_NAMES.filter((each) => each !== "access" && overrides[each] !== undefined && !isSo(each, overrides, has));

function isSo(attribute: OverrideName, overrides: Overrides, { type, securityGroups }: KnownConfiguration) {
  switch (attribute) {
    case "type":
      return overrides.type === type;
    case "tags":
      return Object.keys(overrides.tags ?? {}).length === 0;
    case "securityGroups":
      return sameSet(overrides.securityGroups ?? [], securityGroups);
    default:
      return false;
  }
}

/** The same groups, in whatever order. */
export const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === new Set(one).size;
