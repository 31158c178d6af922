import { beforeEach, describe, expect, it } from "vitest";
import { publishChanges } from "../../../core/flows/publish-changes.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { HISTORY_MAX } from "../../../core/model/limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import { anInstance, EPOCH, instanceNo, next } from "../../builders.ts";
import { arrivals } from "../../core/flows/arrivals.ts";
import { type Asking, asking } from "./asking.ts";

const ID = instanceNo(1);
let plane: Asking;
beforeEach(() => {
  plane = asking(EPOCH + HOUR_MS);
});

const moved = (before: Instance, to: State, at: number): Instance =>
  next(before, { state: to, last: { name: "step", from: before.state, to, at, cause: "test", reasons: [] } });

/** Recorded at EPOCH, preparing five minutes later, warm after ten; then heard from as often as given. */
async function live(signals = 0): Promise<void> {
  const born = anInstance({ state: "launching" });
  let now: Instance = { ...born, last: { ...born.last, name: "launched", from: "none", to: "launching" } };
  const steps = [
    (one: Instance) => moved(one, "preparing", EPOCH + 5 * MINUTE_MS),
    (one: Instance) => moved(one, "warm", EPOCH + 10 * MINUTE_MS),
    ...Array.from({ length: signals }, () => (one: Instance) => moved(one, "warm", EPOCH + 20 * MINUTE_MS)),
  ];
  await plane.ports.records.commit({ instance: now });
  for (const step of steps) {
    now = step(now);
    await plane.ports.records.commit({ instance: now });
  }
}

const believed = async (at: number) => (await plane.ask("GET", `/instances/${ID}/history?at=${iso(at)}`)).body.believed;

describe("GET /instances/{id}/history", () => {
  it("reports the instance's state and how it came to be so", async () => {
    await live();
    const { status, body } = await plane.ask("GET", `/instances/${ID}/history`);
    expect(status).toBe(200);
    expect(body.instance).toMatchObject({ id: ID, state: "warm", version: 3 });
    expect(body.history.map(({ to }) => to)).toEqual(["launching", "preparing", "warm"]);
    expect(body).not.toHaveProperty("believed");
  });

  it.each([
    [0, "launching"],
    [5 * MINUTE_MS - 1, "launching"],
    [5 * MINUTE_MS, "preparing"],
    [10 * MINUTE_MS, "warm"],
    [HOUR_MS, "warm"],
  ])("reports that %i ms after its launch we believed it %s, and by what", async (after, state) => {
    await live();
    expect(await believed(EPOCH + after)).toMatchObject({
      kind: "known",
      at: iso(EPOCH + after),
      state,
      transition: { to: state, cause: expect.any(String), reasons: expect.any(Array) },
    });
  });

  it("says that there was no record yet", async () => {
    await live();
    expect(await believed(EPOCH - 1)).toEqual({
      kind: "not-yet",
      at: iso(EPOCH - 1),
      reasons: [
        {
          code: "no-record-yet",
          detail: { recordedAt: iso(EPOCH) },
          text: `the plane had no record of it before ${iso(EPOCH)}`,
        },
      ],
    });
  });

  it("guesses nothing of a time that its history does not reach back to", async () => {
    await live(HISTORY_MAX - 1);
    expect(await believed(EPOCH + 9 * MINUTE_MS)).toMatchObject({
      kind: "forgotten",
      reasons: [{ code: "history-bounded", detail: { oldest: iso(EPOCH + 10 * MINUTE_MS) } }],
    });
    expect(await believed(EPOCH + 10 * MINUTE_MS)).toMatchObject({ kind: "known", state: "warm" });
  });

  it.each([
    [-1, { kind: "forgotten", reasons: [{ code: "history-bounded" }] }],
    [5 * MINUTE_MS - 1, { kind: "known", state: "launching" }],
    [9 * MINUTE_MS, { kind: "known", state: "preparing" }],
    [20 * MINUTE_MS, { kind: "known", state: "warm" }],
  ])(
    "reports the state %i ms after the launch from a chapter, when the record has forgotten it",
    async (after, belief) => {
      await live(2 * HISTORY_MAX);
      await publishChanges(plane.ports, arrivals(...plane.written));
      expect(await believed(EPOCH + after)).toMatchObject(belief);
    },
  );

  it("reports of an expired one what its last chapter says", async () => {
    await live();
    const [first, ...later] = await plane.ports.instances.history(ID);
    const gone = { ...first!, to: "gone", at: EPOCH + 15 * MINUTE_MS } as const;
    const deadLettered = instanceNo(2);
    await plane.ports.histories.keep({ instance: deadLettered, until: 4, transitions: [first!, ...later, gone] });
    const { status, body } = await plane.ask(
      "GET",
      `/instances/${deadLettered}/history?at=${iso(EPOCH + 11 * MINUTE_MS)}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ history: { length: 4 }, believed: { kind: "known", state: "warm" } });
    expect(body).not.toHaveProperty("instance");
    expect((await plane.ask("GET", `/instances/${deadLettered}`)).status).toBe(404);
  });

  it.each([
    ["at=then", "must be a time such as 2026-01-05T09:00:00Z"],
    [`at=${iso(EPOCH + 2 * HOUR_MS)}`, `${iso(EPOCH + 2 * HOUR_MS)} is still to come`],
  ])("refuses %s, naming the field", async (query, message) => {
    await live();
    const { status, body } = await plane.ask("GET", `/instances/${ID}/history?${query}`);
    expect({ status, field: body.error.field }).toEqual({ status: 400, field: "at" });
    expect(body.error.message).toContain(message);
  });

  it.each([instanceNo(77), "nonsense"])("knows no %s", async (id) => {
    expect((await plane.ask("GET", `/instances/${id}/history`)).status).toBe(404);
    expect((await plane.ask("GET", `/instances/${id}`)).status).toBe(404);
  });
});
