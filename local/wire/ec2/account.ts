import type { Instant } from "../../../core/model/time.ts";
import type { World } from "../../world/world.ts";
import type { Catalogue } from "./catalogue.ts";

/** One account in one region: the world, and what the API remembers of it besides. */
export interface Account {
  readonly world: Pick<World, "ports" | "machines" | "spotRequests">;
  readonly catalogue: Catalogue;
  readonly now: () => Instant;
  /** Launches by their ClientToken, as they were asked for. */
  readonly launches: Map<string, object>;
}

export const account = (
  world: Account["world"],
  { catalogue, now }: { readonly catalogue: Catalogue; readonly now: () => Instant },
): Account => ({ world, catalogue, now, launches: new Map() });

/** The owner of all there is, as in AWS's own examples. */
export const OWNER = "111122223333";
