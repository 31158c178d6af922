import type { DnsName } from "../../core/model/overrides.ts";
import type { Names } from "../../core/ports/modifications.ts";

/** A record in a hosted zone. */
export interface Named extends DnsName {
  readonly ip: string;
}

/** Hosted zones as they truly are. Those whose ids end in `DEAD` are not there. */
export function hostedZones(): { readonly names: Names; readonly records: ReadonlyMap<string, Named> } {
  const records = new Map<string, Named>();
  const keyOf = ({ zone, name }: DnsName): string => `${zone}/${name}`;
  const isThere = ({ zone }: DnsName): boolean => !zone.endsWith("DEAD");
  return {
    records,
    names: {
      async point(name, ip) {
        if (!isThere(name)) return { kind: "mistaken", error: "NoSuchHostedZone" };
        records.set(keyOf(name), { ...name, ip });
        return { kind: "asked" };
      },
      async unpoint(name, ip) {
        if (!isThere(name)) return { kind: "mistaken", error: "NoSuchHostedZone" };
        const known = records.get(keyOf(name));
        if (known?.ip !== ip || known.ttlSeconds !== name.ttlSeconds) return { kind: "already" };
        records.delete(keyOf(name));
        return { kind: "asked" };
      },
    },
  };
}
