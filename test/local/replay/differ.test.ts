import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import type { Decision } from "../../../core/replay/decision.ts";
import { differ } from "../../../local/replay/differ.ts";
import { EPOCH } from "../../builders.ts";

const decided = (resource: string, at: number, changes: Partial<Decision> = {}): Decision => ({
  resource,
  pool: "p",
  at,
  what: "step",
  kind: "step",
  cause: "",
  reasons: [],
  fields: { step: true },
  ...changes,
});

describe("the difference", () => {
  it("settles what is recorded and replayed alike, whichever comes first", () => {
    const difference = differ();
    difference.recorded(decided("a", EPOCH));
    difference.replayed(decided("b", EPOCH));
    difference.replayed(decided("a", EPOCH));
    difference.recorded(decided("b", EPOCH));
    difference.same();
    expect(difference.end()).toEqual({ same: 3, added: 0, removed: 0, changed: 0, first: [], shown: [], notShown: 0 });
  });

  it("waits ten minutes for a decision that comes at another time, and reports when it came", () => {
    const difference = differ();
    difference.recorded(decided("a", EPOCH, { fields: { at: EPOCH } }));
    difference.passed(EPOCH + 9 * MINUTE_MS);
    const later = EPOCH + 9 * MINUTE_MS;
    difference.replayed(decided("a", later, { fields: { at: later } }));
    expect(difference.end()).toMatchObject({
      changed: 1,
      shown: [{ fields: ["at"], recorded: { at: EPOCH }, at: later }],
    });
  });

  it("waits no longer", () => {
    const difference = differ();
    difference.recorded(decided("a", EPOCH));
    difference.passed(EPOCH + 11 * MINUTE_MS);
    difference.replayed(decided("a", EPOCH + 11 * MINUTE_MS));
    expect(difference.end()).toMatchObject({ removed: 1, added: 1, changed: 0 });
  });

  it("names the first of each pool in time, reports two hundred and counts the rest", () => {
    const difference = differ();
    for (let nth = 0; nth < 300; nth += 1) difference.replayed(decided(`q-${nth}`, EPOCH + nth, { pool: "q" }));
    difference.recorded(decided("p-2", EPOCH + 2_000));
    difference.recorded(decided("p-1", EPOCH + 1_000));
    const { added, removed, first, shown, notShown } = difference.end();
    expect({ added, removed, shown: shown.length, notShown }).toEqual({
      added: 300,
      removed: 2,
      shown: 200,
      notShown: 102,
    });
    expect(first.map(({ resource, kind }) => `${kind} ${resource}`)).toEqual(["added q-0", "removed p-1"]);
  });
});
