import * as z from "zod";
import { type Decision, decisionPlanned, decisionPublished } from "../../core/replay/decision.ts";
import { planMade } from "../../events/recording/plan-made.v1.ts";
import type { WrittenDecision } from "./decisions.ts";
import type { Message } from "./unwrap.ts";

/** What every version of every notice has. */
const notice = z.looseObject({
  noticeId: z.string(),
  kind: z.string(),
  transition: z.string(),
  from: z.string(),
  to: z.string(),
  at: z.iso.datetime(),
  cause: z.string(),
  reasons: z.array(z.looseObject({ code: z.string(), text: z.string() })),
  resource: z.looseObject({ version: z.number().optional(), pool: z.string().optional() }),
});

const PLAN_MADE = `${planMade.source}/${planMade.detailType}`;

/** The decision that a message reports: a notice, or a plan; undefined: it reports none. */
export function decisionIn({ key, detail }: Pick<Message, "key" | "detail">): Decision | undefined {
  if (key === PLAN_MADE) {
    const plan = planMade.detail.safeParse(detail);
    return plan.success ? decisionPlanned(plan.data) : undefined;
  }
  const shown = key.startsWith("greenroom/") ? notice.safeParse(detail) : undefined;
  return shown?.success ? decisionPublished(shown.data) : undefined;
}

/** The decision that was just made. */
export const decisionMade = ({ detail }: WrittenDecision): Decision =>
  "noticeId" in detail ? decisionPublished(detail) : decisionPlanned(detail);
