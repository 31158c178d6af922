import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { LISTING_LAG_MS, VISIBILITY_MS } from "../../../core/model/limits.ts";
import type { Shard } from "../../../core/model/sweep.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { type Absence, absence } from "../../../core/reconcile/absence.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { STATES } from "../../../events/states.ts";
import { anInstance, EPOCH, inState, POOL, REGION } from "../../builders.ts";

const TAGGED = { tags: { [POOL_TAG]: POOL } };
const record = anInstance(TAGGED);
const changedAt = record.last.at;
/** A sweep that read the zones `a` and `b`, begun so long after the record's last change. */
const sweep = (retryAfterMs: number, changes: Partial<Shard> = {}) => {
  const begun = newSweep(REGION, [`${REGION}a`, `${REGION}b`], changedAt + retryAfterMs);
  const shards = begun.shards.map((shard): Shard => ({ ...shard, state: "done", rows: 3 }));
  return { ...begun, shards: shards.map((shard) => (shard.zone === record.az ? { ...shard, ...changes } : shard)) };
};
const means = (of: Instance, retryAfterMs: number, changes: Partial<Shard> = {}): Absence =>
  absence(of, sweep(retryAfterMs, changes));

describe("absence from a zone that was read to its end", () => {
  it.each<[string, number, Absence]>([
    ["means nothing for what changed since the sweep began", -1, "nothing"],
    ["means nothing for what changed within the listing's lag", LISTING_LAG_MS - 1, "nothing"],
    ["is marked for what is as old as the lag", LISTING_LAG_MS, "missing"],
  ])("%s", (_, retryAfterMs, answer) => expect(means(record, retryAfterMs)).toBe(answer));

  it.each<[string, number, Absence]>([
    ["waits for a sweep that began before the mark", -1, "wait"],
    ["waits within the visibility window", VISIBILITY_MS - 1, "wait"],
    ["is looked into once the window is over", VISIBILITY_MS, "look"],
  ])("of one that is marked %s", (_, retryAfterMs, answer) => {
    expect(means({ ...record, suspectSince: changedAt }, retryAfterMs)).toBe(answer);
  });

  it("counts the window from the mark, not from what happened since", () => {
    const marked = { ...record, suspectSince: changedAt - VISIBILITY_MS };
    expect(means(marked, 0)).toBe("look");
  });

  it.each(STATES.filter((state) => state !== "gone"))("is marked in every live state: %s", (state) => {
    expect(means(inState(state, TAGGED), LISTING_LAG_MS)).toBe("missing");
  });

  it("means nothing for what is gone already", () => {
    expect(means(inState("gone", TAGGED), LISTING_LAG_MS)).toBe("nothing");
    expect(means(inState("gone", { ...TAGGED, suspectSince: EPOCH }), VISIBILITY_MS)).toBe("nothing");
  });

  it("is doubted where the whole zone is empty", () => {
    expect(means(record, LISTING_LAG_MS, { rows: 0 })).toBe("doubted");
    expect(means(record, LISTING_LAG_MS, { rows: 1 })).toBe("missing");
  });

  it("is doubted for one that lost the tag we list by", () => {
    expect(means(anInstance({ tags: { team: "build" } }), LISTING_LAG_MS)).toBe("doubted");
  });
});

describe("absence proves nothing", () => {
  it.each<Shard["state"]>(["open", "failed"])("in a zone that is %s", (state) => {
    expect(means(record, LISTING_LAG_MS, { state })).toBe("nothing");
    expect(means({ ...record, suspectSince: changedAt }, VISIBILITY_MS, { state })).toBe("nothing");
  });

  it("in a zone that the sweep has not got", () => {
    expect(means({ ...record, az: `${REGION}c` }, LISTING_LAG_MS)).toBe("nothing");
  });

  it("and one zone's failure takes nothing from another", () => {
    expect(means({ ...record, az: `${REGION}b` }, LISTING_LAG_MS, { state: "failed" })).toBe("missing");
  });
});
