import type { ClaimDetails } from "../../events/notices/claim-changed.v1.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import type { PoolDetails } from "../../events/notices/pool-changed.v1.ts";
import type { TemplateDetails } from "../../events/notices/template-made.v1.ts";
import type { PoolAnswered } from "../../events/requests/pool-spec.ts";
import type { TemplateAnswered } from "../../events/requests/template-spec.ts";
import type { Attempt } from "../model/attempt.ts";
import type { Claim } from "../model/claim.ts";
import type { Instance, Transition } from "../model/instance.ts";
import type { Pool } from "../model/pool.ts";
import { type Reason, sentence } from "../model/reason.ts";
import { poolSpecOf, templateSpecOf } from "../model/spec.ts";
import type { Template } from "../model/template.ts";
import { type Instant, iso } from "../model/time.ts";

/** A record as everybody outside sees it: in lists, answers and notices alike. Times as ISO 8601. */
export const instanceDetailsOf = (instance: Instance): InstanceDetails => ({
  id: instance.id,
  pool: instance.pool,
  state: instance.state,
  since: iso(instance.since),
  version: instance.version,
  tier: instance.tier,
  region: instance.region,
  az: instance.az,
  type: instance.type,
  imageId: instance.imageId,
  generation: instance.generation,
  market: instance.market,
  securityGroups: [...instance.securityGroups],
  tags: { ...instance.tags },
  ec2: { state: instance.observed.state, at: iso(instance.observed.at) },
  leaseEpoch: instance.leaseEpoch,
  signals: inTurn(instance.signals).map(({ nonce: _, ...signal }) => ({ ...signal, at: iso(signal.at) })),
  launchedAt: iso(instance.launchedAt),
  uses: instance.uses,
  ...(instance.stages && { stages: { ...instance.stages } }),
  ...(instance.lease && { claim: instance.lease.claim }),
  ...(instance.privateIp && { privateIp: instance.privateIp }),
  ...isoIfAny("readyAt", instance.readyAt),
  ...isoIfAny("wakeAt", instance.wakeAt),
  ...isoIfAny("suspectSince", instance.suspectSince),
  ...isoIfAny("interruptedAt", instance.interruptedAt),
});

/** A claim as everybody outside sees it. The caller's key, and what it brought for its instance, stay between the
 *  caller and the plane. */
export const claimDetailsOf = (claim: Claim): ClaimDetails => {
  const { caller, key: _key, userDataSha256: _hash, persistent, generation = 1, position, ...asked } = claim.request;
  return {
    id: claim.id,
    pool: claim.pool,
    caller,
    state: claim.state,
    version: claim.version,
    asked,
    requestedAt: iso(claim.requestedAt),
    waitUntil: iso(claim.waitUntil),
    failedHandOvers: claim.failedHandOvers,
    ...(claim.attempts && { attempts: claim.attempts.map(attemptDetails) }),
    ...(persistent && {
      persistent: {
        generation,
        ...(position && { position: { ...position } }),
        ...isoIfAny("endedAt", claim.persistence?.endedAt),
      },
    }),
    ...(claim.successor && { successor: claim.successor }),
    ...(claim.kind && { kind: claim.kind }),
    ...(claim.because && { because: claim.because.map(reasonDetails) }),
    ...(claim.handOver && { handOver: { ...claim.handOver } }),
    ...(claim.instance && { instance: claim.instance }),
    ...(claim.leaseEpoch !== undefined && { leaseEpoch: claim.leaseEpoch }),
    ...isoIfAny("leasedAt", claim.leasedAt),
    ...isoIfAny("deliveredAt", claim.deliveredAt),
    ...isoIfAny("endedAt", claim.endedAt),
  };
};

const attemptDetails = ({ at, why, ...attempt }: Attempt) => ({ ...attempt, at: iso(at), why: reasonDetails(why) });

/** A pool's desired state as everybody outside sees it. */
export const poolDetailsOf = (pool: Pool): PoolDetails => ({
  id: pool.id,
  version: pool.version,
  spec: poolSpecOf(pool) as PoolAnswered,
  ...(pool.draining && { draining: pool.draining }),
  changedAt: iso(pool.changedAt),
});

/** A version of a template as everybody outside sees it. */
export const templateDetailsOf = (template: Template): TemplateDetails => ({
  id: template.name,
  version: template.version,
  spec: templateSpecOf(template) as TemplateAnswered,
  madeAt: iso(template.changedAt),
});

/** A reason with its sentence. */
export const reasonDetails = (why: Reason) => ({
  code: why.code,
  ...(why.detail && { detail: { ...why.detail } }),
  text: sentence(why),
});

export const transitionDetails = <S extends string>({ at, reasons, ...rest }: Transition<S>) => ({
  ...rest,
  at: iso(at),
  reasons: reasons.map(reasonDetails),
});

const isoIfAny = <K extends string>(key: K, at: Instant | undefined): Partial<Record<K, string>> =>
  at === undefined ? {} : ({ [key]: iso(at) } as Record<K, string>);

/** Signals as they came: a record that was read back has its fields in any order. */
const inTurn = (signals: Instance["signals"]) =>
  Object.values(signals).toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1));
