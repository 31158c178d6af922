import type { PlantedBug } from "./planted-bug.ts";

/** In plans, claims, and the messages between them. */
export const PLANS: readonly PlantedBug[] = [
  {
    sentence: "the ceiling lets one more in",
    file: "core/planner/ceiling.ts",
    find: "room: Math.max(0, most - live),",
    replace: "room: Math.max(0, most - live + 1),",
  },
  {
    sentence: "launches under way count towards no ceiling",
    file: "core/planner/ceiling.ts",
    find: "stock.filter(countsToCeiling).length + promised(ledger.intents);",
    replace: "stock.filter(countsToCeiling).length;",
  },
  {
    sentence: "what is handed over or in use counts towards no ceiling",
    file: "core/planner/stock.ts",
    find: '= ["retiring", "quarantined"];',
    replace: '= ["retiring", "quarantined", "handing-over", "in-use"];',
  },
  {
    sentence: "one more is retired than is beyond the target",
    file: "core/planner/retire.ts",
    find: "const beyond = warm.length - targetIn(snapshot)[tier];",
    replace: "const beyond = warm.length - targetIn(snapshot)[tier] + 1;",
  },
  {
    sentence: "a surplus is never retired",
    file: "core/planner/retire.ts",
    find: "const since = ledger.surplusSince[tier] ?? now;",
    replace: "const since = now;",
  },
  {
    sentence: "one of the target is always lacking",
    file: "core/planner/refill.ts",
    find: "Math.max(0, target - stock - Math.max(0, outdated - surge));",
    replace: "Math.max(0, target - 1 - stock - Math.max(0, outdated - surge));",
  },
  {
    sentence: "instances of an old template are kept",
    file: "core/planner/stock.ts",
    find: "(row.generation !== currentGeneration(snapshot) || isTooOld(row, snapshot) ||",
    replace: "(isTooOld(row, snapshot) ||",
    from: 30,
  },
  {
    sentence: "a claim whose instance failed keeps waiting for it",
    file: "core/claims/follow.ts",
    find: 'return putBack(failed, step, { counts: after.state !== "warm" || !isWithinFallBack(failed) });',
    replace: "return undefined;",
  },
  {
    sentence: "another type is tried before another zone",
    file: "core/claims/fallback-chain.ts",
    find: "return steps.filter(isAhead);",
    replace: "return steps.filter(isAhead).toSorted((one, other) => (one.attempt < other.attempt ? -1 : 1));",
  },
  {
    sentence: "a further instance of a fall-back is leased whatever became of the claim",
    file: "core/flows/steps/fall-back.ts",
    find: 'if (claim?.state !== "pending") return undefined;',
    replace: "if (!claim) return undefined;",
  },
  {
    sentence: "a claim in the queue waits for ever",
    file: "core/planner/plan.ts",
    find: 'state === "pending" && waitUntil <= given.now',
    replace: 'state === "pending" && waitUntil <= 0',
  },
  {
    sentence: "a claim is written whoever was first",
    file: "adapters/memory/store.ts",
    find: "const claimIsNext = !claim || isNext(found.claim, claim);",
    replace: "const claimIsNext = true;",
  },
  {
    sentence: "an instance is written whoever was first",
    file: "adapters/memory/store.ts",
    find: "const instanceIsNext = !instance || isNext(found.instance, instance);",
    replace: "const instanceIsNext = true;",
  },
  {
    sentence: "a request to plan is held back for less than the second that names it",
    file: "core/model/limits.ts",
    find: "export const PLAN_DELAY_MS = 2 * SECOND_MS;",
    replace: "export const PLAN_DELAY_MS = 0;",
    faults: "none",
  },
  {
    sentence: "all requests to plan within twenty seconds are one",
    file: "adapters/memory/messages.ts",
    find: "isNew(planRequestId(pool, now), now)",
    replace: "isNew(planRequestId(pool, now - (now % 20_000)), now)",
    faults: "none",
  },
  {
    sentence: "a plan is not asked for when an instance changes its state",
    file: "core/flows/publish-changes.ts",
    find: "const stocked = before?.state !== after.state || before.lease?.epoch !== after.lease?.epoch;",
    replace: "const stocked = before?.lease?.epoch !== after.lease?.epoch;",
    faults: "none",
  },
  {
    sentence: "a deadline is armed for the first time only",
    file: "core/flows/publish-changes.ts",
    find: "const isNews = before?.entry !== entry || before.askedAgain !== askedAgain;",
    replace: "const isNews = before === undefined;",
  },
  {
    sentence: "a publication that failed is taken for done",
    file: "core/flows/publish-changes.ts",
    find: "    // Nothing is known of any of them, so none is to blame.\n",
    replace: "    if (cause) return [];\n",
  },
];
