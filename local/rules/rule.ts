import type { Instant } from "../../core/model/time.ts";
import type { Fact } from "../facts.ts";
import type { Machine } from "../world/machine.ts";
import type { SpotRequest } from "../world/spot-requests.ts";
import type { World } from "../world/world.ts";

/** The state at the end, besides the facts. */
export interface Truth {
  readonly machines: Iterable<Machine>;
  readonly spotRequests: readonly SpotRequest[];
  readonly now: Instant;
}

export const truthOf = ({ machines, spotRequests }: Pick<World, "machines" | "spotRequests">, now: Instant): Truth => ({
  machines: machines.values(),
  spotRequests: spotRequests.all(),
  now,
});

/** Looks at every fact, in order. What it says is what is wrong, with the ids; nothing: all is well. */
export interface RuleWatch {
  see?(fact: Fact, at: Instant): string | undefined;
  end?(truth: Truth): readonly string[];
}

/** Something that must never be otherwise, whatever EC2 does. */
export interface Rule {
  readonly sentence: string;
  begin(): RuleWatch;
}
