import type { Claim } from "../../../core/model/claim.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import type { Satisfies } from "../../../core/planner/assign.ts";
import type { Snapshot } from "../../../core/planner/snapshot.ts";
import { aClaim, aLedger, aPool, aTemplate, CALLER, claimNo, EPOCH, inState, instanceNo } from "../../builders.ts";

export const NOW = EPOCH + 10 * MINUTE_MS;
export const [A, B] = ["eu-west-1a", "eu-west-1b"] as const;
export const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"] as const;
/** Every claim takes what is in its zone and of its type. */
export const asAsked: Satisfies = (row, { request: { az, type } }) =>
  (az === undefined || az === row.az) && (type === undefined || type === row.type);

/** A pool that wants four stopped, has none, and knows nothing yet. */
export const aSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  pool: aPool({ max: { instances: 100 } }),
  template: aTemplate(),
  ledger: aLedger(),
  stock: [],
  pending: [],
  closed: {},
  now: NOW,
  ...changes,
});

/** The n-th row of a stock. */
export const row = (n: number, state: State = "warm", changes: Partial<Instance> = {}): Instance =>
  inState(state, { id: instanceNo(n), ...changes });

/** So many rows alike, numbered from `first` on. */
export const rows = (count: number, state: State, changes: Partial<Instance> = {}, first = 1): readonly Instance[] =>
  Array.from({ length: count }, (_, n) => row(first + n, state, changes));

/** The n-th waiting claim: the lower, the older. */
export const waiting = (n: number, asked: Partial<Claim["request"]> = {}, changes: Partial<Claim> = {}): Claim =>
  aClaim({
    id: claimNo(n),
    request: { caller: CALLER, key: `job-${n}`, ...asked },
    requestedAt: EPOCH + n,
    waitUntil: NOW + MINUTE_MS,
    fallback: "launch",
    ...changes,
  });
