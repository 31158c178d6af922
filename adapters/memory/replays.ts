import { ARCHIVE_LAG_MS, REPLAYS_AT_ONCE_MAX } from "../../core/model/limits.ts";
import { type Instant, MINUTE_MS } from "../../core/model/time.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Replay, Replays } from "../../core/ports/replays.ts";
import type { Envelope } from "../../events/envelope.ts";

export interface ArchiveParts {
  readonly clock: Clock;
  /** Lets time pass. */
  readonly after: (ms: number, then: () => void) => void;
  /** Takes what is sent again to the shadow rule. */
  readonly deliver: (text: string) => void;
  /** Notices that it keeps; the oldest go first. */
  readonly keeps: number;
}

export interface MemoryArchive {
  readonly replays: Replays;
  /** Archives a notice. */
  put(text: string): void;
}

/** How long the replay of one minute takes. */
const MINUTE_TAKES_MS = 200;
/** Every so manyth notice is sent twice. */
const DOUBLED_EVERY = 10;

/** EventBridge's archive of notices: what is put in is there ARCHIVE_LAG_MS later, and a replay sends it minute by minute, the newest
 *  of a minute first, and some of it twice: worse than EventBridge, which promises neither order nor once. */
export function memoryReplays({ clock, after, deliver, keeps }: ArchiveParts): MemoryArchive {
  const archive: { readonly at: Instant; readonly event: Envelope }[] = [];
  const known = new Map<string, Replay>();
  const isOver = ({ state }: Replay): boolean => state === "completed" || state === "cancelled";
  const set = (name: string, changes: Partial<Replay>): void => {
    const replay = known.get(name);
    if (replay) known.set(name, { ...replay, ...changes });
  };

  function run(name: string, minutes: readonly (readonly Envelope[])[]): void {
    after(MINUTE_TAKES_MS, () => {
      if (known.get(name)?.state === "cancelling") return set(name, { state: "cancelled" });
      const [first, ...rest] = minutes;
      if (!first) return set(name, { state: "completed" });
      for (const [place, event] of first.toReversed().entries()) {
        const text = JSON.stringify({ ...event, "replay-name": name });
        deliver(text);
        if (place % DOUBLED_EVERY === 0) deliver(text);
      }
      set(name, { state: "running", reachedAt: Date.parse(first.at(-1)?.time ?? "") });
      run(name, rest);
    });
  }

  return {
    put(text) {
      if (keeps === 0) return;
      archive.push({ at: clock.now(), event: JSON.parse(text) as Envelope });
      if (archive.length > keeps) archive.shift();
    },
    replays: {
      async start({ name, from, to }) {
        if (known.has(name)) return { kind: "already" };
        if (keeps === 0) return { kind: "refused", error: "this cloud keeps no archive" };
        if ([...known.values()].filter((replay) => !isOver(replay)).length >= REPLAYS_AT_ONCE_MAX)
          return { kind: "refused", error: `${REPLAYS_AT_ONCE_MAX} replays are under way` };
        known.set(name, { name, from, to, state: "starting" });
        const there = archive.filter(({ at }) => at <= clock.now() - ARCHIVE_LAG_MS).map(({ event }) => event);
        const inWindow = there.filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < to);
        const byMinute = Map.groupBy(inWindow, ({ time }) => Math.floor(Date.parse(time) / MINUTE_MS));
        run(
          name,
          [...byMinute].toSorted(([one], [other]) => one - other).map(([, events]) => events),
        );
        return { kind: "started" };
      },
      find: async (name) => known.get(name),
      async cancel(name) {
        const replay = known.get(name);
        if (!replay) return "unknown";
        if (isOver(replay)) return "over";
        set(name, { state: "cancelling" });
        return "asked";
      },
    },
  };
}
