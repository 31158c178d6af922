import type { InstanceId } from "../model/ids.ts";
import { reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import { roomBelowCeiling } from "./ceiling.ts";
import { retirement, whyOutdated } from "./retire.ts";
import type { Retirement, Snapshot, Want } from "./snapshot.ts";
import { isOutdated, oldestFirst } from "./stock.ts";

/** States of what may be a replacement on its way. */
const COMING: readonly StockRow["state"][] = ["launching", "preparing", "parking"];

/** Who leaves before its replacement is warm, because the ceiling leaves no room for both: at a full ceiling, which claims that are
 *  never released can keep full for good, one outdated instance at a time, and none while another is on its way. `launches`: whether
 *  anything would be launched in that state of things; if the breaker or closed places forbid it even then, what is outdated is better
 *  than nothing and stays. But not above the ceiling, where nothing could replace it before it is gone. */
export function makeRoom(
  snapshot: Snapshot,
  given: ReadonlySet<InstanceId>,
  wanted: readonly Want[],
  launches: (without: Snapshot) => boolean,
): readonly Retirement[] {
  const { stock, ledger } = snapshot;
  const { room, excess } = roomBelowCeiling(snapshot);
  const isComing = ledger.intents.length > 0 || stock.some(({ state }) => COMING.includes(state));
  if (isComing || room > 0) return [];
  const isWanted = ({ tier }: StockRow): boolean => wanted.some((want) => want.tier === tier && !want.claim);
  const [oldest] = stock
    .filter((row) => isOutdated(row, snapshot) && isWanted(row) && !given.has(row.id))
    .sort(oldestFirst(snapshot));
  if (!oldest) return [];
  const without = { ...snapshot, stock: stock.filter((row) => row !== oldest) };
  return excess > 0 || launches(without)
    ? [retirement(oldest, whyOutdated(oldest, snapshot), reason("makes-room", { tier: oldest.tier }))]
    : [];
}
