import type { PlantedBug } from "./planted-bug.ts";

/** In what follows from an EC2 that fails after it accepted, refuses, or does what others ask; and in what a claim gets. */
export const ACCEPTED_BUGS: readonly PlantedBug[] = [
  {
    sentence: "what EC2 accepts and then kills is launched again without a bound",
    file: "core/planner/unproven.ts",
    find: "room: Math.max(0, most - count),",
    replace: "room: most,",
    faults: "accepted",
  },
  {
    sentence: "launches of which none became ready are forgotten after a minute",
    file: "core/planner/unproven.ts",
    find: "at > now - HOUR_MS && at > readyAt",
    replace: "at > now - HOUR_MS / 60 && at > readyAt",
    faults: "accepted",
  },
  {
    sentence: "an instance that was launched counts as one that became ready",
    file: "core/planner/unproven.ts",
    find: "row.readyAt ?? 0",
    replace: "row.launchedAt",
    faults: "accepted",
  },
  {
    sentence: "a plan does not keep what it launched",
    file: "core/planner/plan.ts",
    find: "const launched = launches.length > 0 && { unproven: withUnproven(snapshot, launches) };",
    replace: "const launched = {};",
    faults: "accepted",
  },
  {
    sentence: "a launch of several instances counts as one",
    file: "core/planner/unproven.ts",
    find: "launches.map(({ token, count, at }) => ({ token, count, at })),",
    replace: "launches.map(({ token, at }) => ({ token, count: 1, at })),",
    faults: "accepted",
  },
  {
    sentence: "a claim for a zone is served from any",
    file: "core/claims/satisfies.ts",
    find: "(az === undefined || row.az === az) && canBecome",
    replace: "(az === undefined || row.az !== undefined) && canBecome",
    faults: "accepted",
  },
  {
    sentence: "a claim that waits takes the nearest to ready, whatever it asks for",
    file: "core/planner/assign.ts",
    find: "!isBarred(row, claim) && satisfies(row, claim)",
    replace: "!isBarred(row, claim)",
    faults: "accepted",
  },
  {
    sentence: "a type of the same size is taken for the type that is asked for",
    file: "events/overrides/rows/type.ts",
    find: "isSo: (wanted, has) => wanted === has.type,",
    replace: 'isSo: (wanted, has) => wanted.split(".")[1] === has.type.split(".")[1],',
    faults: "accepted",
  },
  {
    sentence: "a claim takes what is there, whatever it asks for",
    file: "core/claims/choose.ts",
    find: ".filter((row) => satisfies(row, claim))",
    replace: "",
    faults: "accepted",
  },
  {
    sentence: "the type that a claim asks for is not asked of EC2",
    file: "core/flows/steps/override-changes.ts",
    find: "type: { apply: ({ modifications }, type, { instance: { id } }) => modifications.retype(id, type) },",
    replace: 'type: { apply: async () => ({ kind: "asked" }) },',
    faults: "accepted",
  },
  {
    sentence: "a lease forgets what its claim asks for",
    file: "core/lifecycle/transition.ts",
    find: "configured: toChange(overrides, instance).length === 0,",
    replace: "configured: true,",
    faults: "accepted",
  },
  {
    sentence: "a change of an instance that EC2 did not know is taken for made",
    file: "core/flows/steps/configure-leased.ts",
    find: 'if (answer.kind === "unknown") return { kind: "unknown" };',
    replace: "",
    faults: "all",
    from: 21,
  },
  {
    sentence: "where EC2 lacks capacity, a claim that asks for a type gets another",
    file: "core/claims/satisfies.ts",
    find: "overrides.type === undefined && types.includes(row.type)",
    replace: "types.includes(row.type)",
    faults: "ec2",
  },
  {
    sentence: "what EC2 did not terminate in time is taken for gone",
    file: "core/lifecycle/transitions.ts",
    find: 'deadline: [{ to: "stays", why: "asked-again", effect: "terminate" }],',
    replace: 'deadline: [{ to: "gone", why: "asked-again" }],',
    faults: "accepted",
  },
  {
    sentence: "what a look does not find is taken for gone",
    file: "core/flows/on-wake.ts",
    find: 'if (looked.kind === "seen" && looked.moved.kind === "moved") return looked.moved;',
    replace: `if (looked.kind === "unknown") {
    await move(ports, id, () => ({ name: "missing", reasons: [], seenAt: at, at, cause }) as never);
    return move(ports, id, () => ({ name: "proven-gone", reasons: [], seenAt: at, at, cause }) as never);
  }
  if (looked.moved.kind === "moved") return looked.moved;`,
    faults: "ec2",
  },
  {
    sentence: "a stop that never ends is asked for ever",
    file: "core/lifecycle/transitions.ts",
    find: '{ when: ["may ask again"], to: "stays", why: "asked-again", effect: "stop" },',
    replace: '{ to: "stays", why: "asked-again", effect: "stop" },',
    faults: "accepted",
  },
];
