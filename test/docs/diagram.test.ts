import { describe, expect, it } from "vitest";
import { TRANSITIONS, type TransitionRow } from "../../core/lifecycle/transitions.ts";
import type { State } from "../../core/model/instance.ts";
import { diagram } from "../../docs/print/diagram.ts";
import { STATES } from "../../events/states.ts";

const lines = diagram(TRANSITIONS).split("\n");
const arrows = lines.map((line) => line.trim()).filter((line) => line.includes("-->"));

describe("the state diagram", () => {
  it("draws every change of state of the table, from its state or from the frame around it", () => {
    const missing = changes().filter(({ from, to, label }) => !drawn([from, "live"], to, label));
    expect(missing).toEqual([]);
  });

  it("draws one arrow between two states, however many triggers lead there", () => {
    const ends = arrows.map((line) => line.split(" : ")[0]);
    expect(ends).toEqual([...new Set(ends)]);
  });

  it("uses no dash in an id and no colon in a label, which mermaid cannot read", () => {
    for (const arrow of arrows) expect(arrow).toMatch(/^(?:\w+|\[\*\]) --> (?:\w+|\[\*\]) : [^:;]+$/);
  });
});

const changes = () =>
  STATES.flatMap((from) =>
    Object.entries<readonly TransitionRow[]>(TRANSITIONS[from]).flatMap(([trigger, rows]) =>
      rows
        .filter((row): row is TransitionRow & { to: State } => row.to !== "stays")
        .map(({ to }) => ({ from, to, label: trigger.replace("ec2:", "EC2 ") })),
    ),
  );

const drawn = (froms: readonly string[], to: string, label: string): boolean =>
  arrows.some((line) => {
    const [ends, labels] = line.split(" : ");
    const [start, end] = (ends ?? "").replaceAll("_", "-").split(" --> ");
    return froms.includes(start ?? "") && end === to && labels?.split(", ").includes(label);
  });
