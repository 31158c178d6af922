import type { Instance } from "../../model/instance.ts";
import type { Ec2Instance } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { type Moved, move } from "./move.ts";
import { tally } from "./tally.ts";

export type LookPorts = Pick<
  Ports,
  "clock" | "counters" | "instances" | "claims" | "records" | "actions" | "lookup" | "tallies"
>;

export type Looked =
  /** EC2 does not know the id: gone, or not yet visible. */
  | { readonly kind: "unknown" }
  /** `wasMissed`: EC2 had done something that no event reported. */
  | { readonly kind: "seen"; readonly seen: Ec2Instance; readonly moved: Moved; readonly wasMissed: boolean };

/** Looks at one instance in EC2 by its id, and lets the record learn what is seen. What no event reported is counted. */
export async function look(ports: LookPorts, instance: Instance, cause: string): Promise<Looked> {
  const { id, observed } = instance;
  const at = ports.clock.now();
  const seen = await ports.lookup.look(id);
  if (seen === "unknown") return { kind: "unknown" };
  const { state, at: seenAt } = seen.observed;
  const moved = await move(ports, id, () => ({ name: `ec2:${state}`, seenAt, at, cause }));
  const wasMissed = state !== observed.state && (moved.kind === "moved" || moved.kind === "kept");
  if (wasMissed) await tally(ports, instance, { kind: "missed", event: `ec2:${state}` });
  return { kind: "seen", seen, moved, wasMissed };
}
