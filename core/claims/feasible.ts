import type { Bar, Situation } from "../../events/overrides/override.ts";
import { type OverrideName, overrideRow } from "../../events/overrides/table.ts";
import { type Tier, type TierRow, tierRow } from "../../events/tiers.ts";
import type { Instance, State } from "../model/instance.ts";
import { askedFor, type Overrides } from "../model/overrides.ts";

/** Why an attribute cannot be changed as the claim asks; undefined: it can, or is so already. */
export function barTo(
  attribute: OverrideName,
  situation: Situation,
  overrides: Overrides,
): Pick<Bar<unknown>, "why" | "source"> | undefined {
  const value = overrides[attribute];
  const { bars, isSo } = overrideRow(attribute);
  if (value === undefined || isSo?.(value, situation)) return undefined;
  return bars.find(({ when }) => when(situation, value));
}

/** Whether an instance that lies there now can be made all that the claim asks for by the time it is handed over. */
export const canBecome = (row: Pick<Instance, "state" | "tier" | "market" | "type">, overrides: Overrides): boolean =>
  askedFor(overrides).every((each) => barTo(each, situationOf(row), overrides) === undefined);

export const situationOf = ({ state, tier, market, type }: Parameters<typeof canBecome>[0]): Situation => ({
  power: powerOf(state, tier),
  market,
  type,
});

/** What is being parked is handed over once it lies as its tier says. Whatever else can be claimed runs. */
function powerOf(state: State, tier: Tier): Situation["power"] {
  const { parks } = tierRow(tier);
  if (state === "warm" || (state === "parking" && parks === "hibernate")) return POWER[parks];
  return state === "parking" ? "between" : "running";
}

const POWER = {
  "stays-running": "running",
  hibernate: "hibernated",
  stop: "stopped",
} as const satisfies Record<TierRow["parks"], Situation["power"]>;
