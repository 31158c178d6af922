import { describe, expect, it } from "vitest";
import { iso } from "../../../core/model/time.ts";
import { decisionPlanned, decisionPublished, fieldsApart } from "../../../core/replay/decision.ts";
import { EPOCH, instanceNo } from "../../builders.ts";

const REASON = { code: "at-target", text: "tier stopped holds its target of 2" };
const notice = (changes: object = {}) => ({
  noticeId: `${instanceNo(1)}:7`,
  kind: "instance",
  transition: "ready",
  from: "preparing",
  to: "parking",
  at: iso(EPOCH),
  cause: "signal:x",
  reasons: [REASON],
  resource: { id: instanceNo(1), version: 7, pool: "p", tags: { a: "1", b: "2" } },
  ...changes,
});
const plan = (changes: object = {}) => ({
  version: 1 as const,
  pool: "p",
  at: iso(EPOCH),
  launches: [],
  assignments: [],
  expired: [],
  retirements: [],
  droppedIntents: 0,
  breaker: { failures: 0 },
  reasons: [REASON],
  ...changes,
});

describe("the decision that a notice reports", () => {
  it("is the step that the resource took", () => {
    expect(decisionPublished(notice())).toMatchObject({
      resource: `instance ${instanceNo(1)}`,
      pool: "p",
      at: EPOCH,
      what: "preparing → parking",
      kind: "instance preparing → parking",
      reasons: [REASON],
    });
  });

  it("is named by the transition, where the state stayed", () => {
    expect(decisionPublished(notice({ to: "preparing", transition: "signal" })).what).toBe("signal");
  });

  it("is about a pool where the resource is one, and of a template's name without its kind", () => {
    expect(decisionPublished(notice({ kind: "pool", noticeId: "linux:1", resource: { version: 1 } }))).toMatchObject({
      resource: "pool linux",
      pool: "linux",
    });
    expect(decisionPublished(notice({ kind: "template", noticeId: "template/win:2", resource: {} })).resource).toBe(
      "template win",
    );
  });

  it("is the same however often the resource was written before, and in whatever order its fields come", () => {
    const later = notice({
      noticeId: `${instanceNo(1)}:8`,
      resource: { pool: "p", tags: { b: "2", a: "1" }, version: 8, id: instanceNo(1) },
    });
    expect(fieldsApart(decisionPublished(notice()), decisionPublished(later))).toEqual([]);
  });

  it("differs by the names of the fields", () => {
    const other = notice({ cause: "signal:y", resource: { ...notice().resource, tags: { a: "1" }, claim: "c" } });
    expect(fieldsApart(decisionPublished(notice()), decisionPublished(other)).toSorted()).toEqual([
      "cause",
      "claim",
      "tags",
    ]);
  });
});

describe("what a plan decides", () => {
  it("is nothing, which is counted too", () => {
    expect(decisionPlanned(plan())).toMatchObject({ resource: "plan p", what: "nothing", kind: "plan nothing" });
  });

  it("is everything that is to be done, and every reason for it", () => {
    const retirement = { instance: instanceNo(2), reasons: [{ code: "too-old", text: "older" }] };
    const made = decisionPlanned(
      plan({
        launches: [{ tier: "stopped", az: "z", type: "m7i.large", count: 2 }],
        assignments: [{ claim: "c", instance: instanceNo(1) }],
        expired: ["d"],
        retirements: [retirement],
      }),
    );
    expect(made.what).toBe(
      `launch 2 × m7i.large stopped in z, give ${instanceNo(1)} to c, refuse d, retire ${instanceNo(2)}`,
    );
    expect(made.kind).toBe("plan launch, assign, refuse, retire");
    expect(made.reasons.map(({ code }) => code)).toEqual(["at-target", "too-old"]);
  });
});
