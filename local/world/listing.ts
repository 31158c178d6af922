import type { Instant } from "../../core/model/time.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import type { Listing } from "../../core/ports/sweeps.ts";
import type { Ec2CallCounts } from "./calls.ts";
import { answeredInstance, type Machine } from "./machine.ts";

/** EC2's listing in virtual time: what is shown of one zone, in pages. A marker is the place in the order of ids. */
export function worldListing({
  now,
  shown,
  calls,
}: {
  readonly now: () => Instant;
  /** Every machine that EC2 still shows. */
  readonly shown: () => readonly Machine[];
  readonly calls: Ec2CallCounts;
}): Listing {
  return {
    async page({ zone, marker = "", limit }) {
      calls.count("DescribeInstances");
      const rest = shown()
        .filter(({ intent, id }) => intent.az === zone && id > marker)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const rows = rest.slice(0, limit);
      const last = rest.length > limit ? rows.at(-1) : undefined;
      return {
        kind: "page",
        rows: rows.map((machine) => listed(machine, now())),
        ...(last && { marker: last.id }),
      };
    },
  };
}

/** A listing does not read reasons; only a look by id does. */
function listed(machine: Machine, now: Instant): Ec2Instance {
  const { stateReason: _, ...row } = answeredInstance(machine, now);
  return row;
}
