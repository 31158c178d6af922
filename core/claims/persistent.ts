import { type OverrideName, overrideRow } from "../../events/overrides/table.ts";
import { type Claim, type ClaimRequest, isEnded, type Persistence } from "../model/claim.ts";
import { type ClaimId, claimId } from "../model/ids.ts";
import { askedFor } from "../model/overrides.ts";
import { PERSISTENT_RETRY_MAX_MS, PERSISTENT_RETRY_MS, PERSISTENT_STEADY_MS } from "../model/persistent-limits.ts";
import { reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import { type LifeStep, noted, released } from "./life.ts";

/** A persistent claim as it is now: its first claim, which carries the desired state, and the two that may live. */
export interface PersistentClaim {
  readonly root: Claim & { readonly persistence: Persistence };
  /** The claim of the desired state's latest generation. Absent: it is asked for and not made yet. */
  readonly latest?: Claim;
  /** The one before that still had an instance when the latest was asked for. */
  readonly holder?: Claim;
  /** When AWS announced that it takes the latest's instance away, or may. */
  readonly interruptedAt?: Instant;
}

/** What a persistent claim needs next. Each is done by one conditional write or one claim, and doing it again changes nothing. */
export type Care =
  | { readonly kind: "rest" }
  /** Another claim is due, but not yet: the last ones brought nothing for long. */
  | { readonly kind: "wait"; readonly until: Instant }
  /** The root as it is saved: from then on the next generation is the latest. */
  | { readonly kind: "renew"; readonly root: Claim }
  /** The latest is to be claimed. */
  | { readonly kind: "claim"; readonly request: ClaimRequest }
  /** The instances of these are to be given back, and terminated. */
  | { readonly kind: "give-back"; readonly claims: readonly Claim[] }
  /** The persistent claim is over before its latest claim was made: written so, nobody can claim it any more. */
  | { readonly kind: "forestall"; readonly claim: Claim };

/** The id of the first claim of the desired state that a claim belongs to. */
export const rootOf = ({ caller, key }: ClaimRequest): ClaimId => claimId(caller, key);
/** The id of the claim of a generation, which makes that it is made once. */
export const idOf = ({ caller, key }: ClaimRequest, generation: number): ClaimId => claimId(caller, key, generation);

export const isPersisting = (root: Claim | undefined): root is PersistentClaim["root"] =>
  root?.persistence !== undefined && root.persistence.endedAt === undefined;

/** The next step that a persistent claim needs. Nothing is given up before its replacement is delivered; what fails at once, or
 *  does not last, is tried again ever more slowly. */
export function care(persistent: PersistentClaim, { at, cause }: Pick<LifeStep, "at" | "cause">): Care {
  const { root, latest, holder, interruptedAt } = persistent;
  const { generation, endedAt } = root.persistence;
  if (endedAt !== undefined) return afterEnd(persistent, { at, cause });
  if (!latest) return { kind: "claim", request: requestOf(root, generation) };
  const isHeldTwice = latest.state === "delivered" && holder !== undefined && !isEnded(holder);
  if (isHeldTwice) return { kind: "give-back", claims: [holder] };

  const mayOverlap = latest.state === "delivered" && !askedFor(latest.overrides).some(breaksBeforeMake);
  const over = latest.endedAt ?? (mayOverlap ? interruptedAt : undefined);
  if (over === undefined) return { kind: "rest" };
  const lasted = latest.deliveredAt !== undefined && over - latest.deliveredAt >= PERSISTENT_STEADY_MS;
  const failures = lasted ? 0 : root.persistence.failures + 1;
  const due = over + delayAfter(failures);
  return due > at
    ? { kind: "wait", until: due }
    : { kind: "renew", root: renewed(persistent, failures, { at, cause }) };
}

function afterEnd({ root, latest, holder }: PersistentClaim, { at, cause }: Pick<LifeStep, "at" | "cause">): Care {
  const { generation, endedAt = at } = root.persistence;
  if (!latest) {
    const { pool, fallback, overrides, waitUntil, last } = root;
    const never: Claim = {
      ...{
        id: idOf(root.request, generation),
        request: requestOf(root, generation),
        pool,
        fallback,
        overrides,
        waitUntil,
        last,
      },
      ...{ state: "pending", version: 0, failedHandOvers: 0, requestedAt: endedAt },
    };
    return { kind: "forestall", claim: released(never, { at, cause, reasons: [reason("persistent-over")] }) };
  }
  const live = [latest, ...(holder ? [holder] : [])].filter((claim) => !isEnded(claim));
  return live.length > 0 ? { kind: "give-back", claims: live } : { kind: "rest" };
}

function renewed(
  { root, latest, holder }: PersistentClaim,
  failures: number,
  { at, cause }: Pick<LifeStep, "at" | "cause">,
): Claim {
  const { generation, holder: before } = root.persistence;
  const next = generation + 1;
  const still = holder && !isEnded(holder) ? before : undefined;
  const holds = latest && !isEnded(latest) ? generation : still;
  const persistence: Persistence = { generation: next, failures, ...(holds !== undefined && { holder: holds }) };
  const why = reason("persistent-renewed", { generation: next, claim: idOf(root.request, next) });
  return { ...noted(root, "renewed", { at, cause, reasons: [why] }), persistence };
}

/** The claim that another has replaced by now. */
export const succeeded = (claim: Claim, successor: ClaimId, { at, cause }: Pick<LifeStep, "at" | "cause">): Claim => ({
  ...noted(claim, "succeeded", { at, cause, reasons: [reason("succeeded-by", { claim: successor })] }),
  successor,
});

/** The desired state is over: whatever lives of it is given back, and nothing is claimed for it any more. */
export const persistentClaimOver = (
  root: PersistentClaim["root"],
  { at, cause }: Pick<LifeStep, "at" | "cause">,
): Claim => ({
  ...noted(root, "persistent-ended", { at, cause, reasons: [reason("persistent-over")] }),
  persistence: { ...root.persistence, endedAt: at },
});

/** A network interface, for one, is on one instance at a time: its next one waits for the end of the last. */
const breaksBeforeMake = (attribute: OverrideName): boolean => overrideRow(attribute).breakBeforeMake === true;

const requestOf = ({ request }: Claim, generation: number): ClaimRequest =>
  generation === 1 ? request : { ...request, generation };

/** None for the first that fails: it may be one instance's own fault. */
const delayAfter = (failures: number): number =>
  failures < 2 ? 0 : Math.min(PERSISTENT_RETRY_MAX_MS, PERSISTENT_RETRY_MS * 2 ** (failures - 2));

/** Whether a write of a claim may leave something to do for its persistent claim. */
export function needsCare(before: Claim | undefined, after: Claim): boolean {
  if (!after.request.persistent) return false;
  const came = before?.state !== after.state && (isEnded(after) || after.state === "delivered");
  const asked = before !== undefined && before.persistence?.generation !== after.persistence?.generation;
  return came || asked || before?.persistence?.endedAt !== after.persistence?.endedAt;
}
