import { noticeText } from "../../adapters/messages/notice-text.ts";
import { explainPool } from "../../core/flows/steps/explain-pool.ts";
import { planRequestId } from "../../core/model/ids.ts";
import { iso } from "../../core/model/time.ts";
import { reasonDetails } from "../../core/notices/details.ts";
import { claimNotice, instanceNotice, poolNotice, templateNotice } from "../../core/notices/notice-of.ts";
import { sweepNotice } from "../../core/notices/sweep-notice.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import { planPoolCommand } from "../../events/commands/plan-pool.v1.ts";
import { read, write } from "../../events/contract.ts";
import type { Notice } from "../../events/notices/notice.ts";
import { type PlanMade, planMade } from "../../events/recording/plan-made.v1.ts";

/** A decision as it is said: the line written for it, and what the line contains. */
export interface WrittenDecision {
  readonly text: () => string;
  readonly detail: Notice | PlanMade;
}

/** The decision that a write is: what is published of it; undefined: nothing is. */
export function written(change: Written): WrittenDecision | undefined {
  const detail = noticeOf(change);
  return detail && { text: () => noticeText(detail), detail };
}

function noticeOf(change: Written): Notice | undefined {
  switch (change.kind) {
    case "instance":
      return instanceNotice(change.after);
    case "claim":
      return claimNotice(change.after);
    case "pool":
      return poolNotice(change.after);
    case "template":
      return templateNotice(change.after);
    case "sweep":
      return sweepNotice(change.after, change.before);
  }
}

/** The plan that follows from a message; undefined if it asks for none, or for that of a pool nobody has.
 *  Ask right before the message is handled: the planner is pure, so the flow makes the same plan from the same records. */
export async function planned(ports: Ports, text: string): Promise<WrittenDecision | undefined> {
  const reading = read(planPoolCommand, text);
  const made = reading.kind === "heard" ? await explainPool(ports, reading.event.detail.pool) : undefined;
  if (!made) return undefined;
  const { plan, snapshot } = made;
  const { breaker } = plan.ledger;
  const detail: PlanMade = {
    version: 1,
    pool: snapshot.pool.id,
    at: iso(snapshot.now),
    launches: plan.launches.map(({ tier, az, type, count }) => ({ tier, az, type, count })),
    assignments: plan.assignments.map(({ claim, instance }) => ({ claim: claim.id, instance })),
    expired: plan.expired.map(({ id }) => id),
    retirements: plan.retirements.map(({ instance, reasons }) => ({ instance, reasons: reasons.map(reasonDetails) })),
    droppedIntents: plan.droppedIntents.length,
    breaker: {
      failures: breaker.failures,
      ...(breaker.openUntil !== undefined && { openUntil: iso(breaker.openUntil) }),
    },
    reasons: plan.reasons.map(reasonDetails),
  };
  const id = planRequestId(detail.pool, snapshot.now);
  return { text: () => write<PlanMade>(planMade, detail, { id, at: snapshot.now }), detail };
}
