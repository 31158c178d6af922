import { ARCHIVE_LAG_MS, REPLAY_SPAN_MAX_MS } from "../model/limits.ts";
import { type ReplayRequest, replayName } from "../model/replay.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";
import type { Replay } from "../ports/replays.ts";

export type ReplayStarted =
  | { readonly kind: "started"; readonly replay: Replay; readonly isNew: boolean }
  /** The window cannot be replayed as it is: which end is at fault, and where that end must lie. */
  | { readonly kind: "bad-window"; readonly field: "from" | "to"; readonly rule: string; readonly latest?: Instant }
  | { readonly kind: "refused"; readonly error: string };

/** Has the archive of notices sent again for a window, to the shadow rule. Asked twice within a second it is one replay. */
export async function replayArchive(
  { replays, clock }: Pick<Ports, "replays" | "clock">,
  asked: ReplayRequest,
): Promise<ReplayStarted> {
  const now = clock.now();
  const { from, to } = asked;
  const latest = now - ARCHIVE_LAG_MS;
  if (to <= from) return { kind: "bad-window", field: "to", rule: "must be later than from" };
  if (to > latest) return { kind: "bad-window", field: "to", rule: "is too late for the archive", latest };
  if (to - from > REPLAY_SPAN_MAX_MS)
    return { kind: "bad-window", field: "from", rule: `must be within ${REPLAY_SPAN_MAX_MS / 86_400_000} days of to` };

  const name = replayName(asked, now);
  const started = await replays.start({ name, from, to });
  if (started.kind === "refused") return started;
  const replay = (await replays.find(name)) ?? { name, from, to, state: "starting" };
  return { kind: "started", replay, isNew: started.kind === "started" };
}
