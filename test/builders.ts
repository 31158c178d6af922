import { type Alert, alertId } from "../core/model/alert.ts";
import type { Claim } from "../core/model/claim.ts";
import { claimId, type InstanceId, launchToken, type PoolId } from "../core/model/ids.ts";
import type { Ec2State, Instance, Lease, State } from "../core/model/instance.ts";
import { type Intent, type Ledger, newLedger } from "../core/model/ledger.ts";
import type { UnavailableOffering } from "../core/model/offering.ts";
import type { Origin } from "../core/model/origin.ts";
import type { Deadlines, Pool } from "../core/model/pool.ts";
import { generationOf, type Template } from "../core/model/template.ts";
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "../core/model/time.ts";
import { perTier } from "../events/tiers.ts";

/** When every test happens. */
export const EPOCH: Instant = Date.UTC(2026, 0, 5, 9);
export const POOL: PoolId = "win-build";
export const REGION = "eu-west-1";
export const IMAGE = "ami-0a1b2c3d4e5f60718";
export const CALLER = "arn:aws:sts::111122223333:assumed-role/build-farm/dispatcher";

/** The n-th instance of a test: `i-` and 17 hex digits. */
export const instanceNo = (n: number): InstanceId => `i-${n.toString(16).padStart(17, "0")}`;
/** The n-th claim of a test, of the one caller. */
export const claimNo = (n: number): string => claimId(CALLER, keyNo(n));
const keyNo = (n: number): string => `job-${n}`;

/** How the specs of a test came to be: applied at EPOCH by the one caller. */
export const anOrigin = (changes: Partial<Origin> = {}): Origin => ({
  changedAt: EPOCH,
  cause: "apply:JKJaXmPLvHcESHA=",
  reasons: [{ code: "applied", detail: { caller: CALLER } }],
  ...changes,
});

export const aTemplate = (changes: Partial<Template> = {}): Template => ({
  name: "windows-2022-build",
  version: 3,
  os: "windows",
  images: { [REGION]: IMAGE },
  types: ["m6i.xlarge", "m5.xlarge"],
  subnets: { [`${REGION}a`]: "subnet-0aaa0000000000001", [`${REGION}b`]: "subnet-0bbb0000000000002" },
  securityGroups: ["sg-0123456789abcdef0"],
  instanceProfile: "greenroom-build",
  userData: "<powershell>Start-Service GreenroomAgent</powershell>",
  market: "on-demand",
  tags: { team: "build" },
  usdPerHour: { running: 0.376, stopped: 0.011 },
  evidence: {
    preparing: { by: "signals", needs: ["sysprep", "second-boot", "clock", "agent"], maxClockOffsetMs: SECOND_MS },
    "handing-over": { by: "signals", needs: ["clock", "agent"], maxClockOffsetMs: SECOND_MS },
    returning: { by: "signals", needs: ["scrubbed"] },
  },
  ...anOrigin(),
  ...changes,
});

/** How many a pool keeps per tier: none of any that is not named. */
export const aTarget = (counts: Partial<Pool["target"]>): Pool["target"] => perTier((tier) => counts[tier] ?? 0);

export const aPool = (changes: Partial<Pool> = {}): Pool => ({
  id: POOL,
  region: REGION,
  template: { name: "windows-2022-build", version: 3 },
  target: aTarget({ stopped: 4 }),
  max: { instances: 20, usdPerHour: 10 },
  fallback: "launch",
  onRelease: "reuse",
  maxUses: 20,
  maxAgeMs: 14 * DAY_MS,
  scaleInDelayMs: 15 * MINUTE_MS,
  claimWaitMs: 10 * MINUTE_MS,
  quarantineMax: 2,
  alerts: { minWarm: 1 },
  orphans: "adopt",
  deadlines: {
    launchingMs: 2 * MINUTE_MS,
    preparingMs: 20 * MINUTE_MS,
    parkingMs: 5 * MINUTE_MS,
    handingOverMs: 5 * MINUTE_MS,
    returningMs: 10 * MINUTE_MS,
    quarantinedMs: 4 * HOUR_MS,
    retiringMs: 10 * MINUTE_MS,
  },
  version: 1,
  ...anOrigin(),
  ...changes,
});

/** Warm, stopped and free, as it was recorded first. */
export const anInstance = (changes: Partial<Instance> = {}): Instance => ({
  id: instanceNo(1),
  pool: POOL,
  region: REGION,
  az: `${REGION}a`,
  type: "m6i.xlarge",
  imageId: IMAGE,
  generation: generationOf(aTemplate(), IMAGE),
  tier: "stopped",
  market: "on-demand",
  terms: {
    evidence: aTemplate().evidence,
    deadlines: aPool().deadlines,
    usdPerHour: { running: 0.376, stopped: 0.011 },
  },
  token: launchToken(POOL, 1, 0),
  tags: { team: "build" },
  privateIp: "10.0.1.17",
  securityGroups: ["sg-0123456789abcdef0"],
  state: "warm",
  since: EPOCH,
  entry: 3,
  version: 1,
  observed: { state: "stopped", at: EPOCH },
  signals: {},
  leaseEpoch: 0,
  askedAgain: 0,
  launchedAt: EPOCH - 12 * MINUTE_MS,
  readyAt: EPOCH - MINUTE_MS,
  uses: 0,
  last: {
    name: "ec2:stopped",
    from: "parking",
    to: "warm",
    at: EPOCH,
    cause: "event:7bf73129-1428-4cd3-a780-95db273d1602",
    reasons: [{ code: "ec2-said", detail: { state: "stopped" } }],
  },
  ...changes,
});

/** What the first claim holds an instance by, with nothing left to change on it. */
export const aLease = (changes: Partial<Lease> = {}): Lease => ({
  claim: claimNo(1),
  epoch: 1,
  at: EPOCH,
  overrides: {},
  configured: true,
  ...changes,
});

/** What EC2 says of an instance in each state, and which deadline it has. */
const FURNITURE: Readonly<Record<State, readonly [Ec2State, (keyof Deadlines)?]>> = {
  launching: ["pending", "launchingMs"],
  preparing: ["running", "preparingMs"],
  parking: ["stopping", "parkingMs"],
  warm: ["stopped"],
  "handing-over": ["stopped", "handingOverMs"],
  "in-use": ["running"],
  returning: ["running", "returningMs"],
  quarantined: ["running", "quarantinedMs"],
  retiring: ["running", "retiringMs"],
  gone: ["terminated"],
};

/** An instance that entered a state at EPOCH: leased where that is the state's meaning, with a deadline where it has one. */
export const inState = (state: State, changes: Partial<Instance> = {}): Instance => {
  const { readyAt = EPOCH, ...fresh } = anInstance();
  const [said, deadline] = FURNITURE[state];
  const wasReady = !["launching", "preparing"].includes(state);
  return {
    ...fresh,
    state,
    observed: { state: said, at: EPOCH },
    ...(wasReady && { readyAt }),
    ...(deadline && { wakeAt: EPOCH + fresh.terms.deadlines[deadline] }),
    ...((state === "handing-over" || state === "in-use") && { lease: aLease(), leaseEpoch: 1 }),
    ...changes,
  };
};

/** Waiting in the pool's queue, as it was recorded first. */
export const aClaim = (changes: Partial<Claim> = {}): Claim => ({
  id: claimNo(1),
  request: { caller: CALLER, key: keyNo(1), pool: POOL, tags: { job: "1" } },
  pool: POOL,
  fallback: "queue",
  state: "pending",
  version: 1,
  overrides: { tags: { job: "1" } },
  requestedAt: EPOCH,
  waitUntil: EPOCH + 10 * MINUTE_MS,
  failedHandOvers: 0,
  last: {
    name: "requested",
    from: "none",
    to: "pending",
    at: EPOCH,
    cause: `claim:${claimNo(1)}`,
    reasons: [{ code: "queued" }],
  },
  ...changes,
});

/** One launch of two instances, intended by the first plan. */
export const anIntent = (changes: Partial<Intent> = {}): Intent => ({
  token: launchToken(POOL, 1, 0),
  pool: POOL,
  epoch: 1,
  tier: "stopped",
  az: `${REGION}a`,
  type: "m6i.xlarge",
  imageId: IMAGE,
  template: { name: "windows-2022-build", version: 3 },
  count: 2,
  at: EPOCH,
  ...changes,
});

/** As the pool's first plan writes it. */
export const aLedger = (changes: Partial<Ledger> = {}): Ledger => ({ ...newLedger(POOL), epoch: 1, ...changes });

/** Where EC2 refused once, at EPOCH: closed for the first time. */
export const anUnavailable = (changes: Partial<UnavailableOffering> = {}): UnavailableOffering => ({
  region: REGION,
  offering: `${REGION}a/m6i.xlarge`,
  level: 1,
  until: EPOCH + MINUTE_MS,
  error: "InsufficientInstanceCapacity",
  version: 1,
  ...changes,
});

/** The record one write later. */
export const next = <T extends { readonly version: number }>(record: T, changes: Partial<T> = {}): T => ({
  ...record,
  ...changes,
  version: record.version + 1,
});

/** An open breaker, published once. */
export const anAlert = (changes: Partial<Alert> = {}): Alert => ({
  id: alertId("breaker-open", POOL),
  kind: "breaker-open",
  subject: POOL,
  state: "raised",
  since: EPOCH,
  version: 1,
  last: { name: "raised", from: "none", to: "raised", at: EPOCH, cause: "alert-tick:1", reasons: [] },
  ...changes,
});
