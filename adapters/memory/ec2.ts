import type { Ports } from "../../core/ports/ports.ts";
import { memoryDryRuns } from "./dry-runs.ts";

/** The ports behind which EC2 and what is changed with it are. */
export type MemoryEc2 = Pick<
  Ports,
  | "launcher"
  | "power"
  | "modifications"
  | "attachments"
  | "names"
  | "access"
  | "lookup"
  | "console"
  | "listing"
  | "dryRuns"
>;

const asked = async () => ({ kind: "asked" }) as const;

/** An EC2 that accepts every call and does nothing: launches bring no instance, every zone is empty, every instance is unknown. */
export const idleEc2 = (): MemoryEc2 => ({
  launcher: { launch: async () => ({ kind: "launched", instances: [] }) },
  power: { start: asked, stop: asked, terminate: asked },
  modifications: { retype: asked, tag: asked, untag: asked, regroup: asked, reprofile: asked },
  attachments: {
    measure: async () => ({ state: "stopped", interfaces: [], rootVolume: "vol-1" }),
    attach: asked,
    grow: asked,
    lend: asked,
    addressOf: async () => ({ kind: "address", ip: "203.0.113.7" }),
  },
  names: { point: asked, unpoint: asked },
  access: { make: asked },
  dryRuns: memoryDryRuns({ denied: new Set(), knows: () => true }),
  lookup: { look: async () => "unknown" },
  console: { read: async () => ({ kind: "empty" }) },
  listing: { page: async () => ({ kind: "page", rows: [] }) },
});
