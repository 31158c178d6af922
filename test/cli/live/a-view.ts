import { board } from "../../../cli/live/board.ts";
import type { View } from "../../../cli/live/frame.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { instanceNotice } from "../../../core/notices/notice-of.ts";
import type { Report } from "../../../local/report.ts";
import { aClaim, anInstance, aPool, claimNo, EPOCH, instanceNo, next } from "../../builders.ts";

/** Afternoon of a play: one pool's figures, and what its screen is drawn from. */
export const aReport = (changes: Partial<Report> = {}): Report => ({
  seed: 7,
  simulatedHours: 24.5,
  pools: [
    {
      id: "win-build",
      tier: "stopped",
      claims: 106,
      hits: 101,
      almostWarmHits: 3,
      misses: 2,
      failed: 0,
      handOverMs: { p50: 49_400, p99: 70 * SECOND_MS, max: 80 * SECOND_MS },
      coldMs: { p50: 245 * SECOND_MS, p99: 319 * SECOND_MS },
      meanIdle: 7.63,
      launches: 114,
      terminated: 106,
    },
  ],
  ec2Calls: {
    RunInstances: 172,
    StartInstances: 112,
    StopInstances: 132,
    TerminateInstances: 1_165,
    ModifyInstanceAttribute: 4,
    CreateTags: 46,
    DeleteTags: 0,
    AssociateIamInstanceProfile: 0,
    DescribeIamInstanceProfileAssociations: 0,
    AttachNetworkInterface: 0,
    DescribeVolumes: 0,
    ModifyVolume: 0,
    AssociateAddress: 0,
    DescribeAddresses: 0,
    DescribeInstances: 0,
    DescribeInstancesById: 5,
    GetConsoleOutput: 0,
  },
  notices: { published: 3_220, doubled: 16, gaps: 0 },
  unmanagedEvents: { seen: 3_173, describeCalls: 0 },
  violations: [],
  ...changes,
});

/** A pool with three of four warm and one in use, three hand-overs, a claim that waits, and the latest notices. */
export function aView(report: Report = aReport()): View {
  const shown = board();
  const instance = (n: number, state: State, at: Instant = EPOCH): Instance => {
    const made = anInstance({ id: instanceNo(n), state, since: at });
    shown.observe({ kind: "written", written: { kind: "instance", after: made } }, at);
    return made;
  };
  shown.observe({ kind: "written", written: { kind: "pool", after: aPool() } }, EPOCH);
  for (const n of [1, 2, 3]) instance(n, "warm");
  instance(4, "in-use");
  for (const [n, { kind, ms }] of [
    { kind: "hit", ms: 3 * SECOND_MS },
    { kind: "almost-warm-hit", ms: 50 * SECOND_MS },
    { kind: "miss", ms: 10 * MINUTE_MS },
  ].entries() as IterableIterator<[number, { kind: "hit" | "almost-warm-hit" | "miss"; ms: number }]>) {
    const before = aClaim({ id: claimNo(n + 1), state: "leased", kind });
    const after = next(before, { state: "delivered", deliveredAt: before.requestedAt + ms });
    shown.observe({ kind: "written", written: { kind: "claim", after: before } }, EPOCH);
    shown.observe({ kind: "written", written: { kind: "claim", before, after } }, EPOCH);
  }
  shown.observe({ kind: "written", written: { kind: "claim", after: aClaim({ id: claimNo(9) }) } }, EPOCH);
  for (const n of [1, 2, 3])
    shown.observe(
      { kind: "published", notice: instanceNotice(anInstance({ id: instanceNo(n) })) },
      EPOCH + n * SECOND_MS,
    );
  return {
    title: "the built-in generator, seed 7, × 1440",
    progress: { at: EPOCH + 6 * HOUR_MS, done: 0.625, report: () => report },
    board: shown,
  };
}
