import type { Clock } from "../../../core/ports/ports.ts";
import type { Store } from "../../../core/ports/store.ts";
import { dynamoAlerts } from "./alerts.ts";
import { dynamoAutopsies } from "./autopsies.ts";
import { dynamoBlame } from "./blame.ts";
import { type CallSettings, dynamoCalls } from "./calls.ts";
import { dynamoClaims } from "./claims.ts";
import { dynamoDeliveries } from "./deliveries.ts";
import { dynamoDemand } from "./demand.ts";
import { dynamoHandouts } from "./handouts.ts";
import { dynamoHistories } from "./histories.ts";
import { dynamoInstances } from "./instances.ts";
import { dynamoLedgers } from "./ledgers.ts";
import { dynamoOfferings } from "./offerings.ts";
import { dynamoPools } from "./pools.ts";
import { dynamoRecords } from "./records.ts";
import { dynamoReplayed } from "./replayed.ts";
import { dynamoSeenSet, dynamoSweeps } from "./sweeps.ts";
import { dynamoTallies } from "./tallies.ts";
import { dynamoTemplates } from "./templates.ts";
import { dynamoTrials } from "./trials.ts";

/** The store in one DynamoDB table, which `table.ts` describes. `clock` ages what is remembered of pools; `onCall`, for
 *  benches and tests, receives what each call consumed, and only if it is given is DynamoDB asked for it. */
export function dynamoStore({ clock, ...settings }: CallSettings & { readonly clock: Clock }): Store {
  const calls = dynamoCalls(settings);
  return {
    records: dynamoRecords(calls),
    instances: dynamoInstances(calls),
    claims: dynamoClaims(calls),
    pools: dynamoPools(calls, clock),
    templates: dynamoTemplates(calls),
    ledgers: dynamoLedgers(calls),
    sweeps: dynamoSweeps(calls),
    seenSet: dynamoSeenSet(calls),
    tallies: dynamoTallies(calls),
    deliveries: dynamoDeliveries(calls),
    histories: dynamoHistories(calls),
    replayed: dynamoReplayed(calls, clock),
    alerts: dynamoAlerts(calls),
    offerings: dynamoOfferings(calls),
    blame: dynamoBlame(calls),
    handouts: dynamoHandouts(calls, clock),
    demand: dynamoDemand(calls),
    autopsies: dynamoAutopsies(calls),
    trials: dynamoTrials(calls),
  };
}
