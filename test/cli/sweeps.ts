import type { Sweep } from "../../core/model/sweep.ts";
import { HOUR_MS, type Instant, MINUTE_MS } from "../../core/model/time.ts";
import { newSweep } from "../../core/reconcile/shards.ts";
import { EPOCH, instanceNo, REGION } from "../builders.ts";

const begun = (at: Instant): Sweep => newSweep(REGION, [`${REGION}a`, `${REGION}b`], at);

/** Read to its end in both zones; one began again. It found something of every kind. */
export const aBusySweep = (at: Instant = EPOCH - HOUR_MS): Sweep => ({
  ...begun(at),
  finishedAt: at + 2 * MINUTE_MS,
  shards: [
    { zone: `${REGION}a`, state: "done", pages: 3, rows: 2_500, generation: 1, failures: 0 },
    {
      zone: `${REGION}b`,
      state: "done",
      pages: 1,
      rows: 40,
      generation: 2,
      failures: 0,
      why: { code: "sweep-begun-again", detail: { generation: 2 } },
    },
  ],
  findings: {
    missed: { "ec2:stopped": 2, "ec2:terminated": 1 },
    lateMsMax: 90_000,
    adopted: 1,
    retired: 2,
    drifted: 3,
    suspected: 4,
    cameBack: 5,
    gone: 6,
    leaks: [instanceNo(8), instanceNo(9)],
  },
});

/** Finished without one zone, and found nothing. */
export const aBlindSweep = (at: Instant = EPOCH - 2 * HOUR_MS): Sweep => ({
  ...begun(at),
  finishedAt: at + MINUTE_MS,
  shards: [
    { zone: `${REGION}a`, state: "done", pages: 1, rows: 7, generation: 1, failures: 0 },
    {
      zone: `${REGION}b`,
      state: "failed",
      pages: 0,
      rows: 0,
      generation: 1,
      failures: 5,
      why: { code: "sweep-unanswered", detail: { failures: 5, error: "Unavailable" } },
    },
  ],
});
