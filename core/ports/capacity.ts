import type { Wall } from "../model/capacity.ts";

/** Where EC2 lately had no capacity, by region: one memory for all pools and all processes. It saves calls and seconds; nothing is
 *  safe because of it. Fates: again, again-after (throttled). */
export interface Capacity {
  /** The walls of a region, in one strongly consistent read, in no order. Those that are over may be among them, or be gone. */
  recall(region: string): Promise<readonly Wall[]>;
  /** Writes if the stored version is `wall.version − 1` (1: must not exist). `conflict`: somebody else met the same wall just now. */
  save(wall: Wall): Promise<"saved" | "conflict">;
}
