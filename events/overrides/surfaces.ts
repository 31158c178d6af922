import type * as z from "zod";
import { accessSurface } from "./rows/access.ts";
import { dnsSurface } from "./rows/dns.ts";
import { elasticIpSurface } from "./rows/elastic-ip.ts";
import { instanceProfileSurface } from "./rows/instance-profile.ts";
import { networkInterfaceSurface } from "./rows/network-interface.ts";
import { rootVolumeGiBSurface } from "./rows/root-volume-gib.ts";
import { securityGroupsSurface } from "./rows/security-groups.ts";
import { tagsSurface } from "./rows/tags.ts";
import { typeSurface } from "./rows/type.ts";
import type { OverrideSurface } from "./surface.ts";
import { OVERRIDE_NAMES, type OverrideName } from "./table.ts";

/** How each override is asked for. */
export const OVERRIDE_SURFACES = {
  type: typeSurface,
  tags: tagsSurface,
  rootVolumeGiB: rootVolumeGiBSurface,
  securityGroups: securityGroupsSurface,
  instanceProfile: instanceProfileSurface,
  elasticIp: elasticIpSurface,
  networkInterface: networkInterfaceSurface,
  dns: dnsSurface,
  access: accessSurface,
} as const satisfies Readonly<Record<OverrideName, object>>;

/** What a claim asks for by that name. */
export type AskedOverride<Name extends OverrideName> = z.output<ReturnType<(typeof OVERRIDE_SURFACES)[Name]["asks"]>>;

/** Each as everybody reads it who holds all of them: with the value of the same name, or with none. */
export const surfaceOf = (name: OverrideName): OverrideSurface<unknown> => OVERRIDE_SURFACES[name];

/** All of them, in the order in which overrides are applied. */
export const surfaces = (): readonly OverrideSurface<unknown>[] => OVERRIDE_NAMES.map(surfaceOf);
