import type { Override } from "./override.ts";
import { access } from "./rows/access.ts";
import { dns } from "./rows/dns.ts";
import { elasticIp } from "./rows/elastic-ip.ts";
import { instanceProfile } from "./rows/instance-profile.ts";
import { networkInterface } from "./rows/network-interface.ts";
import { rootVolumeGiB } from "./rows/root-volume-gib.ts";
import { securityGroups } from "./rows/security-groups.ts";
import { tags } from "./rows/tags.ts";
import { type } from "./rows/type.ts";

/** All that a claim may have changed on its instance, by the name of the request's field, in the order in which it is changed. What must
 *  find the instance with one network interface comes before the second one, which therefore says, where it is attached, that everything
 *  before it is done. */
export const CLAIM_OVERRIDES = {
  type,
  tags,
  rootVolumeGiB,
  securityGroups,
  instanceProfile,
  elasticIp,
  networkInterface,
  dns,
  access,
} as const;

type Rows = typeof CLAIM_OVERRIDES;
export type OverrideName = keyof Rows;
/** The overrides that a fact holds of. */
export type OverridesWith<Fact> = { [Name in OverrideName]: Rows[Name] extends Fact ? Name : never }[OverrideName];

/** In the order they are applied. */
export const OVERRIDE_NAMES = Object.keys(CLAIM_OVERRIDES) as OverrideName[];

/** A row as everybody reads it who holds all of them: with the value of the same name, or with none. */
export const overrideRow = (name: OverrideName): Override<unknown> => CLAIM_OVERRIDES[name];
