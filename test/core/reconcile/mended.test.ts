import { describe, expect, it } from "vitest";
import type { State, Transition } from "../../../core/model/instance.ts";
import type { SweepFinding } from "../../../core/reconcile/findings.ts";
import { causeOf, mendedBy } from "../../../core/reconcile/mended.ts";
import { EPOCH } from "../../builders.ts";

const NOW = causeOf({ id: "eu-west-1:2026-01-05T10:00:00.000Z", version: 7 });

/** Transitions a second apart: reported by an event, or with a star by the step that is under way. */
const transitions = (...names: readonly string[]): readonly Transition[] =>
  names.map((name, n) => ({
    name: name.replace("*", ""),
    from: "warm" as State,
    to: "warm",
    at: EPOCH + n * 1_000,
    cause: name.endsWith("*") ? NOW : `event:${n}`,
    reasons: [],
  }));
const missed = (event: string, lateMs = 1_000): SweepFinding => ({ kind: "missed", event, lateMs });

describe("what a step that was cut has mended", () => {
  it.each<[string, readonly string[], readonly SweepFinding[]]>([
    ["nothing", ["ec2:running", "ec2:stopped"], []],
    ["nothing of what has no history", [], []],
    ["a missed event, late since the last change", ["ec2:running", "ready", "ec2:stopped*"], [missed("ec2:stopped")]],
    ["a missed event of what has no history before it", ["ec2:stopped*"], [missed("ec2:stopped", 0)]],
    ["one missed event, though a verdict followed", ["ec2:pending", "ec2:running*", "ready*"], [missed("ec2:running")]],
    ["a missed event that was the last evidence", ["ec2:pending", "ready*"], [missed("ec2:running")]],
    ["a missed event that was the last of a failure", ["ec2:pending", "failed*"], [missed("ec2:running")]],
    [
      "a missed event and drift",
      ["launched", "ec2:stopped*", "drifted*"],
      [missed("ec2:stopped"), { kind: "drifted" }],
    ],
    ["drift", ["ec2:stopped", "drifted*"], [{ kind: "drifted" }]],
    ["an adoption, whatever EC2 said of it", ["adopted*", "ec2:running*"], [{ kind: "adopted" }]],
    ["a retirement", ["retire*"], [{ kind: "retired" }]],
    ["a mark", ["ec2:stopped", "missing*"], [{ kind: "suspected" }]],
    ["a proof", ["ec2:stopped", "missing", "proven-gone*"], [{ kind: "gone" }]],
    ["a suspect that is listed", ["ec2:stopped", "missing", "found*"], [{ kind: "came-back" }]],
    ["a suspect of which EC2 says what we knew", ["ec2:stopped", "missing", "ec2:stopped*"], [{ kind: "came-back" }]],
    [
      "a suspect of which EC2 says something else",
      ["ec2:stopped", "missing", "drifted", "ec2:running*"],
      [missed("ec2:running"), { kind: "came-back" }],
    ],
    ["a suspect that ends", ["ec2:stopped", "missing", "ec2:shutting-down*"], [missed("ec2:shutting-down")]],
    ["a suspect that has ended", ["ec2:stopped", "missing", "ec2:terminated*"], [missed("ec2:terminated")]],
    ["a suspect of which no more is remembered", ["missing", "ec2:stopped*"], [{ kind: "came-back" }]],
    ["none that was a suspect before", ["missing", "found", "ec2:running*"], [missed("ec2:running")]],
    ["none that was heard of since", ["missing", "ec2:stopped", "ec2:running*"], [missed("ec2:running")]],
    ["nothing of what others did in between", ["ec2:stopped", "missing*", "found", "drifted"], [{ kind: "suspected" }]],
  ])("%s", (_, names, found) => expect(mendedBy(NOW, transitions(...names), "running")).toEqual(found));
});

it("no two steps of a sweep, and no two sweeps, have one cause", () => {
  const causes = ["a", "b"].flatMap((id) => [1, 2].map((version) => causeOf({ id, version })));
  expect(new Set(causes).size).toBe(4);
});
