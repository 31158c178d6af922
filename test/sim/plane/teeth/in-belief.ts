import type { PlantedBug } from "./planted-bug.ts";

/** In fences, looks, sweeps, and what is believed of EC2. */
export const BELIEF: readonly PlantedBug[] = [
  {
    sentence: "an action is performed though its state is over",
    file: "core/flows/perform-action.ts",
    find: "if (!instance || isOver || isForAnother)",
    replace: "if (!instance || isForAnother)",
  },
  {
    sentence: "a launch that is asked twice has another token",
    file: "core/flows/perform-action.ts",
    find: "launcher.launch({ intent, template,",
    replace: "launcher.launch({ intent: { ...intent, token: token.slice(1) + (ports.clock.now() % 10) }, template,",
  },
  {
    sentence: "a deadline acts without a look",
    file: "core/flows/on-wake.ts",
    find: "const looked = await look(ports, instance, cause);",
    replace: 'const looked = { kind: "unknown" } as Awaited<ReturnType<typeof look>>;',
  },
  {
    sentence: "a deadline that is further off than a message can be held acts early",
    file: "core/flows/on-wake.ts",
    find: "if (at < timer.wakeAt) {",
    replace: "if (at < 0) {",
  },
  {
    sentence: "a deadline acts all the same on what its look has moved",
    file: "core/flows/on-wake.ts",
    find: 'if (looked.kind === "seen" && looked.moved.kind === "moved") return looked.moved;',
    replace:
      'if (looked.kind === "seen" && looked.moved.kind === "moved") return move(ports, id, (now) => ({ name: "deadline", entry: now.entry, askedAgain: now.askedAgain, at, cause }));',
  },
  {
    sentence: "two sweeps within the visibility window prove that an instance is gone",
    file: "core/reconcile/absence.ts",
    find: 'return isPastVisibility(record.suspectSince, sweep.startedAt) ? "look" : "wait";',
    replace: 'return "look";',
  },
  {
    sentence: "an instance is gone without a look-up",
    file: "core/flows/steps/hold-absent.ts",
    find: "  const sighted = await sight(ports, record, stamp);\n",
    replace:
      '  if (finding === "look") return { found: await proveGone(ports, sweep, record, stamp) };\n  const sighted = await sight(ports, record, stamp);\n',
    from: 30,
  },
  {
    sentence: "what a sweep cannot find is never proven gone",
    file: "core/reconcile/absence.ts",
    find: 'return isPastVisibility(record.suspectSince, sweep.startedAt) ? "look" : "wait";',
    replace: 'return "wait";',
  },
  {
    sentence: "what carries our tag and has no record is left alone",
    file: "core/reconcile/compare.ts",
    find: 'return pool ? pool.orphans : "leave";',
    replace: 'return "leave";',
  },
  {
    sentence: "what a state asks of EC2 is never asked",
    file: "core/flows/steps/move.ts",
    find: "[...actionsFor(next, effect), ...undone]",
    replace: "undone",
  },
  {
    sentence: "a claim is written with the epoch of the lease before",
    file: "core/claims/life.ts",
    find: "  instance: instance.id,\n  leaseEpoch: instance.leaseEpoch,\n",
    replace: "  instance: instance.id,\n  leaseEpoch: instance.leaseEpoch - 1,\n",
  },
];
