import { TIERS, type TierRow, tierRow } from "../../events/tiers.ts";
import { code, markdownTable } from "./markdown.ts";

const PARKS: Readonly<Record<TierRow["parks"], string>> = {
  "stays-running": "stays running",
  hibernate: "is hibernated: its memory is written to the root volume",
  stop: "is stopped",
};
const yes = (holds: boolean): string => (holds ? "yes" : "no");

/** The tiers of a pool, the fastest to hand over first. */
export const tiersTable = (): string =>
  markdownTable(
    ["tier", "a ready instance", "a claim must start it", "price while it waits", "Spot", "`ready: { by: self-stop }`"],
    TIERS.map((tier) => {
      const { parks, needsStart, price, takesSpot, takesSelfStop } = tierRow(tier);
      return [
        code(tier),
        PARKS[parks],
        yes(needsStart),
        code(`usdPerHour.${price}`),
        yes(takesSpot),
        yes(takesSelfStop),
      ];
    }),
  );
