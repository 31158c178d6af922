import { noticeText } from "../../adapters/messages/texts.ts";
import { explainPool } from "../../core/flows/plan-pool.ts";
import { planRequestId } from "../../core/model/ids.ts";
import { iso } from "../../core/model/time.ts";
import { reasonDetails } from "../../core/notices/details.ts";
import { claimNotice, instanceNotice, poolNotice } from "../../core/notices/notice-of.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import { planPool } from "../../events/commands/plan-pool.v1.ts";
import { read, write } from "../../events/contract.ts";
import type { Notice } from "../../events/notices/notice.ts";
import { type PlanMade, planMade } from "../../events/recording/plan-made.v1.ts";

/** The decision that a write is, as a line: what subscribers are told of it. */
export const writtenLine = (written: Written): string => noticeText(noticeOf(written));

function noticeOf(written: Written): Notice {
  switch (written.kind) {
    case "instance":
      return instanceNotice(written.after);
    case "claim":
      return claimNotice(written.after);
    case "pool":
      return poolNotice(written.after);
  }
}

/** The plan that follows from a message, as a line; undefined if it asks for none, or for that of a pool nobody has.
 *  Ask right before the message is handled: the planner is pure, so the flow makes the same plan from the same records. */
export async function planLine(ports: Ports, text: string): Promise<string | undefined> {
  const reading = read(planPool, text);
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
  return write<PlanMade>(planMade, detail, { id: planRequestId(detail.pool, snapshot.now), at: snapshot.now });
}
