import { describe, expect, it } from "vitest";
import { onInstanceState } from "../../../core/flows/on-instance-state.ts";
import type { Ec2State, Instance } from "../../../core/model/instance.ts";
import { LATE_EVENT_MS } from "../../../core/model/limits.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { punctualityOf } from "../../../core/reconcile/punctuality.ts";
import { anInstance, EPOCH, inState, instanceNo, POOL, REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const PARKING = anInstance({ state: "parking", observed: { state: "stopping", at: EPOCH } });

/** An event of the first instance that EC2 dates so long after the epoch, and that comes so much later. */
async function heard(on: Stage, state: Ec2State, { atMs = MINUTE_MS, retryAfterMs = 0 } = {}) {
  on.clock.at = EPOCH + atMs + retryAfterMs;
  const detail = { "instance-id": instanceNo(1), state } as const;
  return onInstanceState(on.ports, { id: "e-1", at: EPOCH + atMs, region: REGION, replay: undefined, detail });
}
const on = (instance: Instance): Promise<Stage> => stage({ instances: [instance] });
const days = async ({ ports }: Stage) => (await ports.tallies.latest(REGION, 9)).map(punctualityOf);

describe("an event that comes as it should", () => {
  it("is counted nowhere, and costs no call but the record's", async () => {
    const given = await on(PARKING);
    expect(await heard(given, "stopped", { retryAfterMs: LATE_EVENT_MS - 1 })).toMatchObject({ kind: "moved" });
    expect(given.calls).not.toContain("tallies.add");
    expect(given.counted).toEqual([]);
  });
});

describe("an event that comes late", () => {
  it("does its work, and is counted with how late it was", async () => {
    const given = await on(PARKING);
    expect(await heard(given, "stopped", { retryAfterMs: LATE_EVENT_MS })).toMatchObject({ kind: "moved" });
    const lateness = { count: 1, meanMs: LATE_EVENT_MS, medianMsAtMost: 32_000, longestMsAtMost: 32_000 };
    expect(await days(given)).toMatchObject([{ day: "2026-01-05", late: { "ec2:stopped": lateness } }]);
    expect(given.counted).toContain(`event-late ${POOL} stopped`);
  });

  it("after a newer one is counted however short its way was, and changes nothing", async () => {
    const given = await on(inState("warm", { observed: { state: "stopped", at: EPOCH + MINUTE_MS } }));
    expect(await heard(given, "stopping", { atMs: 0, retryAfterMs: 2 * SECOND_MS })).toMatchObject({ kind: "late" });
    expect(await days(given)).toMatchObject([{ late: { "ec2:stopping": { count: 1, meanMs: 2 * SECOND_MS } } }]);
    expect(given.written).toEqual([]);
  });

  it("is done with though it cannot be counted", async () => {
    const given = await on(PARKING);
    given.before("tallies.add", async () => {
      throw new PortError("retryable", "Throttled", "by the table");
    });
    expect(await heard(given, "stopped", { retryAfterMs: MINUTE_MS })).toMatchObject({ kind: "moved" });
    expect(given.counted).toContain(`tally-lost ${REGION}`);
  });
});

describe("an event that comes twice", () => {
  it("is counted as doubled", async () => {
    const given = await on(PARKING);
    await heard(given, "stopped");
    expect(await heard(given, "stopped", { retryAfterMs: 3 * SECOND_MS })).toMatchObject({ kind: "already" });
    expect(await days(given)).toMatchObject([{ doubled: { "ec2:stopped": 1 }, late: {} }]);
    expect(given.counted).toContain(`event-doubled ${POOL} stopped`);
  });

  it("is another, if EC2 dates it otherwise", async () => {
    const given = await on(PARKING);
    await heard(given, "stopped");
    expect(await heard(given, "stopped", { atMs: 2 * MINUTE_MS })).toMatchObject({ kind: "already" });
    expect(await days(given)).toEqual([]);
  });
});

describe("the event of a launch", () => {
  it.each([-SECOND_MS, 0])("says what the launch's own answer said: neither late nor doubled (%i ms)", async (atMs) => {
    const given = await on(inState("launching", { observed: { state: "pending", at: EPOCH } }));
    await heard(given, "pending", { atMs });
    expect(await days(given)).toEqual([]);
  });
});

describe("an event of an instance that no record knows", () => {
  it("is counted in no day", async () => {
    const given = await stage();
    expect(await heard(given, "stopped", { retryAfterMs: MINUTE_MS })).toEqual({ kind: "unmanaged" });
    expect(await days(given)).toEqual([]);
  });
});
