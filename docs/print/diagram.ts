import type { TRANSITIONS } from "../../core/lifecycle/transitions.ts";
import { TRIGGERS, type TriggerName } from "../../core/lifecycle/triggers.ts";
import type { State } from "../../core/model/instance.ts";
import { STATES } from "../../events/states.ts";

interface Edge {
  readonly from: string;
  readonly to: State;
  readonly triggers: readonly TriggerName[];
}

/** States that an instance leaves the same ways: those ways are drawn once, from a frame around them all. */
const LIVE: readonly State[] = STATES.filter((state) => state !== "retiring" && state !== "gone");
const FRAME = "live";

/** The table as a mermaid state diagram. Triggers that lead from one state to the same other one share an arrow. */
export function diagram(transitions: typeof TRANSITIONS): string {
  const edges = STATES.flatMap((from) => edgesFrom(transitions, from));
  const shared = sharedByAll(edges);
  const own = edges
    .map((edge) => (isLive(edge.from) ? without(edge, shared) : edge))
    .filter(({ triggers }) => triggers.length > 0);
  return [
    "stateDiagram-v2",
    ...STATES.filter((state) => idOf(state) !== state).map((state) => `  state "${state}" as ${idOf(state)}`),
    `  state "any of these" as ${FRAME} {`,
    "    [*] --> launching : launched",
    ...own.filter(({ from, to }) => isLive(from) && isLive(to)).map((edge) => `    ${arrow(edge)}`),
    "  }",
    ...[...own.filter(({ from, to }) => !isLive(from) || !isLive(to)), ...shared].map((edge) => `  ${arrow(edge)}`),
    "  gone --> [*] : expired",
  ].join("\n");
}

function edgesFrom(transitions: typeof TRANSITIONS, from: State): readonly Edge[] {
  const cells = transitions[from];
  return STATES.map((to) => ({
    from,
    to,
    triggers: TRIGGERS.filter((trigger) => cells[trigger]?.some((row) => row.to === to)),
  })).filter(({ triggers }) => triggers.length > 0);
}

const sharedByAll = (edges: readonly Edge[]): readonly Edge[] =>
  STATES.map((to) => ({
    from: FRAME,
    to,
    triggers: TRIGGERS.filter((trigger) =>
      LIVE.every((from) =>
        edges.some((edge) => edge.from === from && edge.to === to && edge.triggers.includes(trigger)),
      ),
    ),
  })).filter(({ triggers }) => triggers.length > 0);

const without = (edge: Edge, shared: readonly Edge[]): Edge => ({
  ...edge,
  triggers: edge.triggers.filter(
    (each) => !shared.some(({ to, triggers }) => to === edge.to && triggers.includes(each)),
  ),
});

const isLive = (state: string): boolean => LIVE.some((each) => each === state);
/** Mermaid takes neither a dash in an id nor a colon in a label. */
const idOf = (state: string): string => state.replaceAll("-", "_");
const labelOf = (trigger: TriggerName): string => trigger.replace(/^ec2:/, "EC2 ");
const arrow = ({ from, to, triggers }: Edge): string =>
  `${idOf(from)} --> ${idOf(to)} : ${triggers.map(labelOf).join(", ")}`;
