import type { Override } from "./override.ts";
import { accessRow } from "./rows/access.ts";
import { dnsRow } from "./rows/dns.ts";
import { elasticIpRow } from "./rows/elastic-ip.ts";
import { instanceProfileRow } from "./rows/instance-profile.ts";
import { networkInterfaceRow } from "./rows/network-interface.ts";
import { rootVolumeGiBRow } from "./rows/root-volume-gib.ts";
import { securityGroupsRow } from "./rows/security-groups.ts";
import { tagsRow } from "./rows/tags.ts";
import { typeRow } from "./rows/type.ts";

/** All that a claim may have changed on its instance, by the name of the request's field, in the order in which it is changed. What must
 *  find the instance with one network interface comes before the second one, which therefore says, where it is attached, that everything
 *  before it is done. */
export const CLAIM_OVERRIDES = {
  type: typeRow,
  tags: tagsRow,
  rootVolumeGiB: rootVolumeGiBRow,
  securityGroups: securityGroupsRow,
  instanceProfile: instanceProfileRow,
  elasticIp: elasticIpRow,
  networkInterface: networkInterfaceRow,
  dns: dnsRow,
  access: accessRow,
} as const;

type Rows = typeof CLAIM_OVERRIDES;
export type OverrideName = keyof Rows;
/** The overrides that a fact holds of. */
export type OverridesWith<Fact> = { [Name in OverrideName]: Rows[Name] extends Fact ? Name : never }[OverrideName];

/** In the order they are applied. */
export const OVERRIDE_NAMES = Object.keys(CLAIM_OVERRIDES) as OverrideName[];

/** A row as everybody reads it who holds all of them: with the value of the same name, or with none. */
export const overrideRow = (name: OverrideName): Override<unknown> => CLAIM_OVERRIDES[name];
