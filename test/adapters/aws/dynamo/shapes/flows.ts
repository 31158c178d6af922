import { writtenFrom } from "../../../../../adapters/aws/dynamo/stream.ts";
import { applyPools } from "../../../../../core/flows/apply-pools.ts";
import { askTrials } from "../../../../../core/flows/ask-trials.ts";
import { checkPlane } from "../../../../../core/flows/check-plane.ts";
import { claimInstance } from "../../../../../core/flows/claim-instance.ts";
import { drainPool } from "../../../../../core/flows/drain-pool.ts";
import { explainForecast } from "../../../../../core/flows/explain-forecast.ts";
import { forecastEveryPool } from "../../../../../core/flows/forecast-every-pool.ts";
import { hitLedger } from "../../../../../core/flows/hit-ledger.ts";
import { keepReplayed } from "../../../../../core/flows/keep-replayed.ts";
import { onIdentityMismatch } from "../../../../../core/flows/on-identity-mismatch.ts";
import { onInstanceState } from "../../../../../core/flows/on-instance-state.ts";
import { onInterruption } from "../../../../../core/flows/on-interruption.ts";
import { onRetirement } from "../../../../../core/flows/on-retirement.ts";
import { onSignal } from "../../../../../core/flows/on-signal.ts";
import { onWake } from "../../../../../core/flows/on-wake.ts";
import { performAction } from "../../../../../core/flows/perform-action.ts";
import { persistClaim } from "../../../../../core/flows/persist-claim.ts";
import { persistEveryClaim } from "../../../../../core/flows/persist-every-claim.ts";
import { planEveryPool } from "../../../../../core/flows/plan-every-pool.ts";
import { planPool } from "../../../../../core/flows/plan-pool.ts";
import { probeArrived } from "../../../../../core/flows/probe-arrived.ts";
import { publishChanges } from "../../../../../core/flows/publish-changes.ts";
import { releaseClaim } from "../../../../../core/flows/release-claim.ts";
import { sendProbes } from "../../../../../core/flows/send-probes.ts";
import { startSweep } from "../../../../../core/flows/start-sweep.ts";
import { sweep } from "../../../../../core/flows/sweep.ts";
import { sweepEveryRegion } from "../../../../../core/flows/sweep-every-region.ts";
import { userDataFor } from "../../../../../core/flows/user-data.ts";
import { watch } from "../../../../../core/flows/watch.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../../../core/model/time.ts";
import type { Ports } from "../../../../../core/ports/ports.ts";
import { poolFile } from "../../../../../events/requests/pool-file.v1.ts";
import { aTemplate, CALLER, claimNo, EPOCH, instanceNo, POOL, REGION } from "../../../../builders.ts";
import { file } from "../../../../events/pool-files.ts";
import type { Stored } from "./fixture.ts";
import { CLAIMANT, HELD, IN_USE, REPLAY, SWEEP, WARM, WINDOW } from "./scene.ts";

/** A file that changes the scene's pool and template. */
const FILE = poolFile.parse(
  file({ template: { name: aTemplate().name }, pool: { id: POOL, template: aTemplate().name } }),
);

type Flow = (ports: Ports, items: readonly Stored[]) => Promise<unknown>;

const PREPARING = instanceNo(2);
const heard = <Detail>(detail: Detail) => ({
  ...{ id: "7bf73129", at: EPOCH + MINUTE_MS, region: REGION, replay: undefined, detail },
});
const by = { caller: CALLER };
const cause = "plan-tick:1";
const entity = { entityValue: IN_USE.id };
const health = { service: "EC2", eventTypeCode: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED", affectedEntities: [entity] };
const probe = { version: 1, path: WINDOW.path, window: iso(WINDOW.start), seq: 1, sentAt: iso(EPOCH) } as const;

/** Every flow that reads items, by its file, on the items of the scene: what only looks goes first, and what takes something away last. */
export const FLOWS: Readonly<Record<string, Flow>> = {
  "check-plane": (ports) => checkPlane(ports),
  "explain-forecast": (ports) => explainForecast(ports, POOL),
  "hit-ledger": (ports) => hitLedger(ports, { id: POOL }, EPOCH - HOUR_MS, EPOCH + HOUR_MS),
  "user-data": (ports) => userDataFor(ports, IN_USE.id, "none"),
  "publish-changes": (ports, items) =>
    publishChanges(
      ports,
      items.map((item, nth) => ({
        read: () => writtenFrom({ eventName: "MODIFY", dynamodb: { NewImage: item, OldImage: item } }),
        ...{ sequence: String(nth), record: item },
      })),
    ),
  "apply-pools": (ports) => applyPools(ports, FILE, { dryRun: true, by }),
  "ask-trials": (ports) => askTrials(ports),
  "plan-every-pool": (ports) => planEveryPool(ports),
  "persist-every-claim": (ports) => persistEveryClaim(ports),
  "persist-claim": (ports) => persistClaim(ports, { do: "persist", claim: HELD.id, cause }),
  "keep-replayed": async (ports) => [
    await ports.replayed.page(REPLAY, { limit: 9 }),
    await keepReplayed(ports, REPLAY, { noticeId: `${WARM.id}:1`, kind: "instance", at: EPOCH, text: "{}" }),
  ],
  "probe-arrived": async (ports) => [
    await ports.deliveries.windows(WINDOW.path, EPOCH - HOUR_MS, EPOCH + HOUR_MS),
    await probeArrived(ports, probe, [WINDOW.path]),
  ],
  "send-probes": (ports) => sendProbes(ports, EPOCH),
  "on-identity-mismatch": (ports) => onIdentityMismatch(ports, { id: WARM.id, caller: CALLER }),
  watch: (ports) => watch(ports),
  "forecast-every-pool": (ports) => forecastEveryPool(ports),
  "start-sweep": (ports) => startSweep(ports, REGION),
  "sweep-every-region": (ports) => sweepEveryRegion(ports),
  sweep: (ports) => sweep(ports, SWEEP.id),
  "plan-pool": (ports) => planPool(ports, POOL),
  "perform-action": (ports) => performAction(ports, { do: "launch", pool: POOL, token: WARM.token, cause }),
  "on-signal": (ports) => onSignal(ports, PREPARING, { name: "sysprep", ok: true }),
  "on-wake": (ports) => onWake(ports, { instance: PREPARING, entry: 3, askedAgain: 0, wakeAt: EPOCH }),
  "claim-instance": (ports) => claimInstance(ports, CLAIMANT),
  "on-instance-state": (ports) =>
    onInstanceState(ports, heard({ "instance-id": PREPARING, state: "terminated" as const })),
  "on-retirement": (ports) => onRetirement(ports, heard(health)),
  "on-interruption": (ports) => onInterruption(ports, heard({ "instance-id": WARM.id }), "spot"),
  "release-claim": (ports) => releaseClaim(ports, claimNo(1), {}),
  "drain-pool": (ports) => drainPool(ports, POOL, by),
};

/** Flows that read nothing of the table. */
export const WITHOUT_ITEMS = ["redrive", "replay-archive"];
