import { STATES } from "../../events/states.ts";
import { inAllTiers } from "../../events/tiers.ts";
import type { StockRow } from "../model/state-index.ts";
import type { Snapshot } from "./snapshot.ts";
import { isStock, isWarm, promised, targetIn } from "./stock.ts";

/** How a pool stands, as figures for a dashboard:
 *  - `instances-<state>`: how many are in each state that ends;
 *  - `places-unfilled`: how many fewer are warm than wanted, and `places-unmended` for how many of those nothing is under way;
 *  - `refill-lag-ms`: how long the oldest refill has been under way, from its plan (or from the release of what returns) until now;
 *    nought when nothing lacks;
 *  - `usd-per-hour-in-use` of what claims hold, and `usd-per-hour-waiting` of all else; left out where the template names no price. */
export function figuresOf(snapshot: Snapshot): Readonly<Record<string, number>> {
  return { ...byState(snapshot), ...refill(snapshot), ...money(snapshot) };
}

const byState = ({ stock }: Snapshot) =>
  Object.fromEntries(
    STATES.filter((state) => state !== "gone").map((state) => [
      `instances-${state}`,
      stock.filter((row) => row.state === state).length,
    ]),
  );

function refill(snapshot: Snapshot) {
  const { stock, ledger, now } = snapshot;
  const target = targetIn(snapshot);
  const wanted = inAllTiers(target);
  const unfilled = Math.max(0, wanted - stock.filter(isWarm).length);
  const coming = stock.filter((row) => isStock(row) && row.state !== "warm");
  const begun = [
    ...ledger.intents.map(({ at }) => at),
    ...coming.map(({ state, since, launchedAt }) => (state === "returning" ? since : launchedAt)),
  ];
  return {
    "places-unfilled": unfilled,
    "places-unmended": Math.max(0, unfilled - coming.length - promised(ledger.intents)),
    "refill-lag-ms": unfilled > 0 && begun.length > 0 ? now - Math.min(...begun) : 0,
  };
}

function money({ template: { usdPerHour: price }, stock }: Snapshot) {
  if (!price) return {};
  const costs = ({ observed: { state } }: StockRow): number => {
    if (state === "shutting-down" || state === "terminated") return 0;
    return state === "stopped" ? price.stopped : price.running;
  };
  const sum = (rows: readonly StockRow[]): number => rows.reduce((usd, row) => usd + costs(row), 0);
  return {
    "usd-per-hour-in-use": sum(stock.filter(isHeld)),
    "usd-per-hour-waiting": sum(stock.filter((row) => !isHeld(row))),
  };
}

const isHeld = ({ state, lease }: StockRow): boolean => state === "in-use" || lease !== undefined;
