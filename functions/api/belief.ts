import type { Transition } from "../../core/model/instance.ts";
import { type Reason, reason } from "../../core/model/reason.ts";
import { type Instant, iso } from "../../core/model/time.ts";

/** What a record said at a moment: the latest transition by then · `not-yet`: there was no record · `forgotten`: what
 *  is kept of its history begins later. */
export type Belief =
  | { readonly kind: "known"; readonly transition: Transition }
  | { readonly kind: "not-yet" | "forgotten"; readonly reason: Reason };

/** What we believed at a moment. `kept`: transitions that followed each other, oldest first. */
export function believedAt(kept: readonly [Transition, ...Transition[]], at: Instant): Belief {
  const transition = kept.findLast((each) => each.at <= at);
  if (transition) return { kind: "known", transition };
  const [oldest] = kept;
  return oldest.from === "none"
    ? { kind: "not-yet", reason: reason("no-record-yet", { recordedAt: iso(oldest.at) }) }
    : { kind: "forgotten", reason: reason("history-bounded", { oldest: iso(oldest.at) }) };
}
