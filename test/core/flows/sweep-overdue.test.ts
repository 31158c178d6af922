import { describe, expect, it } from "vitest";
import { OVERDUE_MS } from "../../../core/model/limits.ts";
import { inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";
import { rowOf, SWEPT_AT, scriptedListing, sweptThrough, TAGS, ZONE_A } from "./sweeping.ts";

const quarantined = (wakeAt: number) =>
  inState("quarantined", { id: instanceNo(1), tags: TAGS, az: ZONE_A, observed: { state: "running", at: 0 }, wakeAt });

/** A sweep that meets an instance whose deadline was to act at that moment. */
async function sweptWith(wakeAt: number) {
  const record = quarantined(wakeAt);
  const on = await stage({ instances: [record], listing: scriptedListing({ [ZONE_A]: [[rowOf(record)]] }) });
  on.clock.at = SWEPT_AT;
  await sweptThrough(on);
  return { on, record, armed: on.queued.filter(({ queue }) => queue === "timers") };
}

describe("a deadline whose message was lost", () => {
  it("is armed again by the sweep that meets it, for its own state entry, and is due at once", async () => {
    const { on, record, armed } = await sweptWith(SWEPT_AT - OVERDUE_MS);
    expect(armed.map(({ at }) => at)).toEqual([SWEPT_AT]);
    expect(armed.map(({ text }) => JSON.parse(text).detail)).toMatchObject([
      { instance: record.id, entry: record.entry, askedAgain: record.askedAgain },
    ]);
    expect(on.counted).toContain(`deadline-overdue ${POOL}`);
    expect((await on.instance(record.id)).state).toBe("quarantined");
  });

  it("is left to its message for a while", async () => {
    const { armed } = await sweptWith(SWEPT_AT - OVERDUE_MS + 1);
    expect(armed).toEqual([]);
  });
});
