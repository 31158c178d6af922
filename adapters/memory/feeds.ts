import type { Depth, RuleFound } from "../../core/model/feed.ts";
import type { Feeds } from "../../core/ports/feeds.ts";

export interface FeedParts {
  readonly rules: () => readonly RuleFound[];
  readonly depths: () => Readonly<Record<string, Depth>>;
}

/** What feeds functions without AWS: as whoever carries their messages knows it, asked anew each time. */
export const memoryFeeds = ({ rules, depths }: FeedParts): Feeds => ({
  rules: async () => rules(),
  depths: async () => depths(),
});
