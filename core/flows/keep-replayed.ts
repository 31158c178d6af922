import type { PoolId } from "../model/ids.ts";
import { wantedBy } from "../model/replay.ts";
import type { Ports } from "../ports/ports.ts";
import type { ReplayedNotice } from "../ports/replays.ts";

/** `unwanted`: of another kind or pool than was asked for · `not-ours`: a replay that somebody else began. */
export interface KeptReplayed {
  readonly kind: "kept" | "unwanted" | "not-ours" | "not-replayed";
}

/** Keeps a notice that the archive sent again, if the replay is about it. This is all that can come of a replay. */
export async function keepReplayed(
  { replayed }: Pick<Ports, "replayed">,
  replay: string,
  { kind, pool, ...notice }: ReplayedNotice & { readonly kind: string; readonly pool?: PoolId },
): Promise<KeptReplayed> {
  const wanted = wantedBy(replay);
  if (!wanted) return { kind: "not-ours" };
  if (wanted.kind !== undefined && wanted.kind !== kind) return { kind: "unwanted" };
  if (wanted.pool !== undefined && wanted.pool !== pool) return { kind: "unwanted" };
  await replayed.keep(replay, notice);
  return { kind: "kept" };
}
