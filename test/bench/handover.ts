import { STAGES } from "../../core/hits/report.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import type { BOOT_PROFILES } from "../../local/world/timings.ts";
import { quantile } from "./figures.ts";
import { type Drive, drive } from "./handover/drive.ts";
import { callsBefore, type Handed, planeShareMs } from "./handover/share.ts";

/** Hand-overs at the local cloud, stage by stage for hits, almost-warm hits and misses, with the plane's own share of a hit: in virtual time
 *  and in calls. Windows that is sysprepped and boots twice, and Linux beside it. The figures follow from assumed latencies and boots
 *  (`local/assumptions.ts`, `local/world/timings.ts`) and are no measurements of AWS; the same seed gives the same, byte for byte. */
export const bench = async (flags: readonly string[]) => {
  const seed = Number(flags[flags.indexOf("--seed") + 1] ?? "") || 1;
  return handover({ seed, rounds: ROUNDS });
};

/** So many that 99 of 100 of each kind says something. */
const ROUNDS = 40;

/** How far apart the claims of a burst come; and rounds of bursts that come at the same millisecond. */
const SPREAD_MS = 5 * SECOND_MS;
const AT_ONCE_PART = 0.25;

/** The figures of both systems; those of Windows are the bench's own. `callsBeforeStart` counts for claims that raced with no other, and
 *  of those that did beside them: each instance that a claim loses is one call more. `atOnce`: of claims that come at the same
 *  millisecond, and so race most. */
export async function handover({ seed, rounds }: { readonly seed: number; readonly rounds: number }) {
  const figures = async (os: keyof typeof BOOT_PROFILES) => {
    const { callsBeforeStart: calls, planeMs } = figuresOf(
      await drive({ os, seed, rounds: Math.ceil(rounds * AT_ONCE_PART), spreadMs: 0 }),
    );
    const spread = figuresOf(await drive({ os, seed, rounds, spreadMs: SPREAD_MS }));
    return { ...spread, atOnce: { planeMs, callsBeforeStart: calls } };
  };
  const windows = await figures("windows");
  return { measuredAt: "a local cloud, not AWS", seed, rounds, ...windows, linux: await figures("linux") };
}

const NAMES = { hit: "hit", "almost-warm-hit": "almostWarmHit", miss: "miss" } as const;
type Kind = keyof typeof NAMES;

function figuresOf({ handed, cold, violations }: Drive) {
  const of = (kind: Kind) => handed.filter(({ claim }) => claim.kind === kind);
  const byKind = <Figures>(figures: (all: readonly Handed[]) => Figures) =>
    Object.fromEntries(Object.entries(NAMES).map(([kind, name]) => [name, figures(of(kind as Kind))])) as Record<
      (typeof NAMES)[Kind],
      Figures
    >;
  const plain = of("hit").filter(({ isPlain }) => isPlain);
  const shares = plain.map(planeShareMs);
  const [raced, alone] = [plain.filter(wasRaced), plain.filter((each) => !wasRaced(each))];
  const calls = (all: readonly Handed[]) => {
    const counts = all.map((each) => callsBefore("power.start", each.calls));
    return { n: counts.length, p50: quantile(counts, 0.5), max: Math.max(...counts) };
  };
  return {
    kinds: byKind((all) => times(all.map(tookMs))),
    stages: byKind((all) =>
      Object.fromEntries(
        STAGES.map((stage) => [stage, times(all.flatMap(({ claim }) => claim.handOver?.[stage] ?? []))]),
      ),
    ),
    planeMs: { n: shares.length, p50: quantile(shares, 0.5), p99: quantile(shares, 0.99) },
    callsBeforeStart: { ...calls(alone), raced: raced.length === 0 ? { n: 0 } : calls(raced) },
    coldMs: times(cold),
    violations,
  };
}

/** Another claim took the instance that it tried first, in the milliseconds between its query and its write. */
const wasRaced = ({ calls }: Handed): boolean => calls.filter(({ name }) => name === "records.commit").length > 1;

const tookMs = ({ claim }: Handed): number => (claim.deliveredAt ?? 0) - claim.requestedAt;

const times = (all: readonly number[]) =>
  all.length === 0
    ? { n: 0, p50Ms: null, p99Ms: null }
    : { n: all.length, p50Ms: quantile(all, 0.5), p99Ms: quantile(all, 0.99) };
