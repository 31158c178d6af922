import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed } from "../../../core/alerts/change.ts";
import type { AlertCondition } from "../../../core/alerts/condition.ts";
import { ALERTS, type Alert, type AlertKind } from "../../../core/model/alert.ts";
import { reason } from "../../../core/model/reason.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, POOL } from "../../builders.ts";

const so = (kind: AlertKind, changes: Partial<AlertCondition> = {}): AlertCondition => ({
  kind,
  subject: POOL,
  reasons: [reason("surplus")],
  ...changes,
});
/** What is known after looking again and again, and what each look changed. */
function looks(...seen: readonly (readonly [minute: number, ...conditions: readonly AlertCondition[]])[]) {
  const known = new Map<string, Alert>();
  return seen.map(([minute, ...conditions]) => {
    const changes = changed([...known.values()], conditions, EPOCH + minute * MINUTE_MS);
    for (const alert of changes) known.set(alert.id, alert);
    return changes;
  });
}
const states = (changes: readonly (readonly Alert[])[]) => changes.map((each) => each.map(({ state }) => state));

describe("an alert", () => {
  it("is raised at once, with its reasons, and is not published again while it is active", () => {
    const [first, second] = looks([0, so("money-ceiling")], [5, so("money-ceiling", { reasons: [reason("too-old")] })]);
    expect(first).toEqual([
      {
        id: `money-ceiling.${POOL}`,
        kind: "money-ceiling",
        subject: POOL,
        state: "raised",
        since: EPOCH,
        version: 1,
        last: {
          name: "raised",
          from: "none",
          to: "raised",
          at: EPOCH,
          cause: `alert-tick:${EPOCH}`,
          reasons: [reason("surplus")],
        },
      },
    ]);
    expect(second).toEqual([]);
  });

  it("is over when it is so no more, and may be raised again", () => {
    const changes = looks([0, so("breaker-open")], [5], [10], [15, so("breaker-open")]);
    expect(states(changes)).toEqual([["raised"], ["over"], [], ["raised"]]);
    expect(changes.flat().map(({ version, since }) => [version, since])).toEqual([
      [1, EPOCH],
      [2, EPOCH],
      [3, EPOCH + 15 * MINUTE_MS],
    ]);
  });

  it("that needs patience is raised when it has lasted, counted from when it was first seen", () => {
    const [low] = [so("pool-below-minimum")];
    expect(states(looks([0, low!], [5, low!], [10, low!], [15, low!]))).toEqual([["pending"], [], ["raised"], []]);
    expect(looks([0, low!], [10, low!])[1]![0]!.since).toBe(EPOCH);
  });

  it("that needs patience is over without ever having been raised, if it was short", () => {
    const [, over] = looks([0, so("pool-below-minimum")], [5]);
    expect(over).toMatchObject([{ state: "over", last: { from: "pending" } }]);
  });

  it("counts from when it is known to have begun", () => {
    expect(looks([0, so("sweep-incomplete", { since: EPOCH - 7 })])[0]).toMatchObject([{ since: EPOCH - 7 }]);
  });

  it("of one subject is not another's", () => {
    const changes = looks(
      [0, so("breaker-open"), so("breaker-open", { subject: "linux-ci" })],
      [5, so("breaker-open")],
    );
    expect(changes[0]).toHaveLength(2);
    expect(changes[1]).toMatchObject([{ id: "breaker-open.linux-ci", state: "over" }]);
  });
});

describe("always", () => {
  const kinds = Object.keys(ALERTS) as AlertKind[];
  it("each version follows the last, raised and over take turns, and the active ones are those that are true", () => {
    const looksAt = fc.array(fc.subarray(kinds), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(looksAt, (seen) => {
        const changes = looks(...seen.map((so_, n) => [n * 11, ...so_.map((kind) => so(kind))] as const));
        const lives = Map.groupBy(changes.flat(), ({ id }) => id);
        for (const life of lives.values()) {
          expect(life.map(({ version }) => version)).toEqual(life.map((_, n) => n + 1));
          for (const [n, { state, last }] of life.entries()) {
            expect(last.to).toBe(state);
            expect(last.from).toBe(life[n - 1]?.state ?? "none");
            expect(state).not.toBe(life[n - 1]?.state);
          }
        }
        const standing = [...lives.values()].filter((life) => life.at(-1)?.state !== "over");
        expect(standing.map(([first]) => first!.kind).sort()).toEqual([...(seen.at(-1) ?? [])].sort());
      }),
      { seed: 4 },
    );
  });
});
