import { windowStart } from "../../../../../core/model/delivery.ts";
import { PROBE_GRACE_MS, PROBE_WINDOW_MS } from "../../../../../core/model/limits.ts";
import { coldOf, dayOf, idleOf } from "../../../../../core/model/tally.ts";
import { HOUR_MS, MINUTE_MS } from "../../../../../core/model/time.ts";
import type { Store } from "../../../../../core/ports/store.ts";
import { newSweep } from "../../../../../core/reconcile/shards.ts";
import { anAutopsy } from "../../../../an-autopsy.ts";
import {
  aClaim,
  aLease,
  aLedger,
  anAlert,
  anInstance,
  anIntent,
  anUnavailable,
  aPool,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  POOL,
  REGION,
} from "../../../../builders.ts";

export const REPLAY = "gr.t5abc1.0f0f.-.-";
export const SWEEP = newSweep(REGION, [`${REGION}a`], EPOCH);
/** Its grace is over, and nobody has closed it. */
export const WINDOW = { path: "sns-sqs", start: windowStart(EPOCH - PROBE_GRACE_MS - PROBE_WINDOW_MS) } as const;
export const FORECAST_DAY = "2026-01-05";

const standing = { generation: 1, failures: 0 };
const request = { ...aClaim().request, key: "job-2", keep: true } as const;
export const HELD = aClaim({
  ...{ id: claimNo(2), request, state: "delivered", kind: "hit", standing },
  ...{ instance: instanceNo(3), leaseEpoch: 1, deliveredAt: EPOCH },
});
export const WARM = anInstance();
const PREPARING = inState("preparing", { id: instanceNo(2) });
export const IN_USE = inState("in-use", { id: instanceNo(3), lease: aLease({ claim: HELD.id }) });
export const GONE = inState("gone", { id: instanceNo(4) });

/** Writes one item of each kind that there is, by puts and by updates. The clock is set to EPOCH. */
export async function playScene(store: Store): Promise<void> {
  await store.templates.save(aTemplate());
  await store.pools.save(aPool({ forecast: FOLLOWED }));
  for (const instance of [WARM, PREPARING, next(PREPARING, { signals: {} }), IN_USE, GONE])
    await store.records.commit({ instance });
  for (const claim of [aClaim(), HELD]) await store.records.commit({ claim });
  await store.ledgers.save(aLedger(), { added: [anIntent()], dropped: [] });
  await store.sweeps.begin(SWEEP);
  await store.seenSet.see({ sweep: SWEEP.id, zone: `${REGION}a`, generation: 1, page: 0, ids: [WARM.id] });
  await store.tallies.add(REGION, { day: dayOf(EPOCH), amounts: { "missed ec2:stopped": 1 } });
  await store.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { 300: 2 } });
  await store.tallies.add(idleOf(POOL), { day: dayOf(EPOCH), amounts: { "09 ms": HOUR_MS } });
  await store.deliveries.begin(WINDOW, 0);
  await store.deliveries.sent(WINDOW, [0, 1]);
  await store.deliveries.arrived({ ...WINDOW, seq: 0, at: EPOCH + 70, bucket: 70 });
  await store.histories.keep({ instance: WARM.id, until: 2, transitions: [WARM.last] });
  await store.replayed.keep(REPLAY, { noticeId: `${WARM.id}:1`, at: EPOCH, text: "{}" });
  await store.alerts.save(anAlert());
  await store.offerings.save(anUnavailable());
  await store.handouts.keep(HELD.id, "echo hello", EPOCH + HOUR_MS);
  await store.demand.count(POOL, {
    ...{ day: FORECAST_DAY, begun: 0, claims: [0, 3], moments: [0, 2], misses: [0, 1], targets: [-1, 4] },
    ...{ falls: [0, 2], wanted: [0, 5], lastTarget: 4, held: [], version: 1 },
  });
  await store.autopsies.keep(anAutopsy());
  await store.trials.keep({ pool: POOL, by: "api", at: EPOCH - MINUTE_MS, tried: [] });
}

const FOLLOWED = { on: true, hit: 0.95, leadSeconds: 300, min: 0, timeZone: "UTC", calendar: [] };
export const CLAIMANT = { caller: CALLER, key: "job-9", pool: POOL, tags: { job: "9" } };
