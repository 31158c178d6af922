import { offeringFor } from "../claims/choose.ts";
import { refused } from "../claims/life.ts";
import type { Attempt } from "../model/attempt.ts";
import type { PoolId } from "../model/ids.ts";
import { offeringOf } from "../model/offering.ts";
import { reason } from "../model/reason.ts";
import { SECOND_MS } from "../model/time.ts";
import type { Assignment, Plan, Snapshot } from "../planner/snapshot.ts";
import type { Ports } from "../ports/ports.ts";
import { type ExplainPorts, explainPool } from "./steps/explain-pool.ts";
import { lease } from "./steps/lease.ts";
import { move } from "./steps/move.ts";

type PlanPorts = ExplainPorts & Pick<Ports, "records" | "actions">;

export type Planned =
  | { readonly kind: "planned"; readonly plan: Plan }
  /** Another plan of this pool was saved first; its changes bring a next one. */
  | { readonly kind: "raced" }
  | { readonly kind: "unknown-pool" };

/** Decides what a pool should do and has it done. The ledger is written before anything is asked of EC2. */
export async function planPool(ports: PlanPorts, id: PoolId): Promise<Planned> {
  const made = await explainPool(ports, id);
  if (!made) return { kind: "unknown-pool" };
  const { plan: decided, snapshot } = made;
  const { ledger, launches, droppedIntents, overdue } = decided;
  if (decided.changesLedger) {
    const saved = await ports.ledgers.save(ledger, { added: launches, dropped: droppedIntents });
    if (saved === "conflict") return { kind: "raced" };
  }
  const cause = `plan:${id}:${ledger.epoch}`;
  const asked = [...launches, ...overdue];
  await ports.actions.enqueue(asked.map(({ pool, token }) => ({ do: "launch", pool, token, cause })));
  for (const assignment of decided.assignments) await give(ports, assignment, snapshot);
  for (const claim of decided.expired) {
    const waitSeconds = Math.round((snapshot.now - claim.requestedAt) / SECOND_MS);
    const why = snapshot.pool.draining ? reason("pool-draining") : reason("waited-too-long", { waitSeconds });
    await ports.records.commit({ claim: refused(claim, { at: snapshot.now, cause, reasons: [why] }) });
  }
  for (const { instance, reasons } of decided.retirements)
    await move(ports, instance, () => ({ name: "retire", reasons, at: snapshot.now, cause }));
  return { kind: "planned", plan: decided };
}

/** A lost race needs no second try: the change that won brings the next plan. */
async function give(ports: PlanPorts, { claim, instance: id, type }: Assignment, { now: at }: Snapshot): Promise<void> {
  const instance = await ports.instances.find(id);
  if (!instance) return;
  const state = { state: instance.state };
  const found = reason(instance.state === "warm" ? "warm-found" : "one-step-away", state);
  const why = type === undefined ? found : reason("open-as-another-type");
  const offering = type === undefined ? offeringFor(instance, claim) : offeringOf(instance.az, type, instance.market);
  // A claim without a list of attempts has only waited: that says it all.
  const held: Attempt = { attempt: "queue", at, outcome: "held", why, offering, instance: id };
  const given = await lease(ports, instance, claim, "miss", {
    ...{ at, reasons: [why], attempts: claim.attempts ? [held] : [] },
    ...(type !== undefined && { type }),
  });
  if (given.kind === "leased") await ports.actions.enqueue(given.actions);
}
