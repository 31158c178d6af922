import { describe, expect, test } from "vitest";
import { type DeliveryWindow, PROBE_PATHS, PROBES_PER_WINDOW, windowStart } from "../../core/model/delivery.ts";
import { PROBE_DOUBLES_MAX, PROBE_WINDOW_MS } from "../../core/model/limits.ts";
import type { Deliveries, ProbeArrival } from "../../core/ports/delivery.ts";
import { EPOCH } from "../builders.ts";

const START = windowStart(EPOCH);
const AT = { path: "sns-sqs", start: START } as const;
const EMPTY: DeliveryWindow = { ...AT, sent: [], arrived: [], buckets: {}, doubles: 0, closed: false };
const arrival = (seq: number, changes: Partial<ProbeArrival> = {}): ProbeArrival => ({
  ...AT,
  seq,
  at: START + 1_000 + seq,
  bucket: 90,
  ...changes,
});

/** What every store of deliveries promises (`core/ports/delivery.ts`). Each test has a fresh one. */
export function deliveriesContract(name: string, open: () => Promise<Deliveries>): void {
  describe(`deliveries in ${name}`, () => {
    const one = async (deliveries: Deliveries): Promise<DeliveryWindow | undefined> => {
      const [window, ...more] = await deliveries.windows(AT.path, START, START + 1);
      expect(more).toEqual([]);
      return window;
    };

    test("what nobody wrote is left out", async () => {
      const deliveries = await open();
      expect(await deliveries.windows("bus-sqs", 0, START * 2)).toEqual([]);
    });

    test("a tick is begun once, and each tick for itself", async () => {
      const deliveries = await open();
      expect(await deliveries.begin(AT, 0)).toBe("begun");
      expect(await deliveries.begin(AT, 0)).toBe("already");
      expect(await deliveries.begin(AT, 4)).toBe("begun");
      expect(await deliveries.begin({ ...AT, path: "bus-sqs" }, 0)).toBe("begun");
      expect(await one(deliveries)).toEqual(EMPTY);
    });

    test("of many who begin one tick at once, one does", async () => {
      const deliveries = await open();
      const answers = await Promise.all(Array.from({ length: 16 }, () => deliveries.begin(AT, 2)));
      expect(answers.filter((answer) => answer === "begun")).toHaveLength(1);
    });

    test("what was sent adds up, in any order, though it is noted twice", async () => {
      const deliveries = await open();
      for (const seqs of [[12, 11, 10], [2, 0], [], [0, 2]]) await deliveries.sent(AT, seqs);
      expect(await one(deliveries)).toEqual({ ...EMPTY, sent: [0, 2, 10, 11, 12] });
    });

    test("nothing sent leaves no window", async () => {
      const deliveries = await open();
      await deliveries.sent(AT, []);
      expect(await one(deliveries)).toBeUndefined();
    });

    test("the first arrival of a probe is timed, any further one is a double", async () => {
      const deliveries = await open();
      expect(await deliveries.arrived(arrival(7))).toBe("first");
      expect(await deliveries.arrived(arrival(7, { at: START + 9_000, bucket: 400 }))).toBe("again");
      expect(await deliveries.arrived(arrival(7))).toBe("again");
      expect(await deliveries.arrived(arrival(0, { bucket: 1_450 }))).toBe("first");
      expect(await one(deliveries)).toEqual({
        ...EMPTY,
        arrived: [
          { seq: 0, at: START + 1_000 },
          { seq: 7, at: START + 1_007 },
        ],
        buckets: { 90: 1, 1450: 1 },
        doubles: 2,
      });
    });

    test("of many arrivals of one probe at once, in one millisecond, exactly one is the first", async () => {
      const deliveries = await open();
      const answers = await Promise.all(Array.from({ length: 16 }, () => deliveries.arrived(arrival(3))));
      expect(answers.filter((answer) => answer === "first")).toHaveLength(1);
      expect(await one(deliveries)).toMatchObject({ arrived: [{ seq: 3 }], buckets: { 90: 1 }, doubles: 15 });
    });

    test("a full window that is written by everybody at once loses nothing", async () => {
      const deliveries = await open();
      const seqs = Array.from({ length: PROBES_PER_WINDOW }, (_, seq) => seq);
      await Promise.all([
        ...seqs.map((seq) => deliveries.arrived(arrival(seq, { bucket: seq % 5 }))),
        ...seqs.map((seq) => deliveries.sent(AT, [seq])),
        deliveries.begin(AT, 1),
        deliveries.close(AT),
      ]);
      const each = PROBES_PER_WINDOW / 5;
      expect(await one(deliveries)).toEqual({
        ...AT,
        sent: seqs,
        arrived: seqs.map((seq) => ({ seq, at: START + 1_000 + seq })),
        buckets: { 0: each, 1: each, 2: each, 3: each, 4: each },
        doubles: 0,
        closed: true,
      });
    });

    test("doubles are told apart up to their bound, and a flood of them harms nothing", async () => {
      const deliveries = await open();
      await deliveries.arrived(arrival(1));
      for (let more = 0; more < PROBE_DOUBLES_MAX + 5; more += 1)
        expect(await deliveries.arrived(arrival(1))).toBe("again");
      expect(await one(deliveries)).toMatchObject({ doubles: PROBE_DOUBLES_MAX, buckets: { 90: 1 } });
    });

    test("a window is closed by one of many, once, and still takes what arrives later", async () => {
      const deliveries = await open();
      await deliveries.sent(AT, [1]);
      const answers = await Promise.all(Array.from({ length: 8 }, () => deliveries.close(AT)));
      expect(answers.filter((answer) => answer === "closed")).toHaveLength(1);
      expect(await deliveries.close(AT)).toBe("already");
      expect(await deliveries.arrived(arrival(1))).toBe("first");
      expect(await one(deliveries)).toMatchObject({ closed: true, arrived: [{ seq: 1 }] });
    });

    test("windows come by the time they begin, from the first moment on and before the last, each path's for itself", async () => {
      const deliveries = await open();
      const starts = [-1, 0, 1, 2].map((nth) => START + nth * PROBE_WINDOW_MS);
      for (const start of starts.toReversed())
        for (const path of PROBE_PATHS) await deliveries.sent({ path, start }, [PROBE_PATHS.indexOf(path)]);
      const found = async (from: number, to: number) =>
        (await deliveries.windows("sns-lambda", from, to)).map(({ path, start, sent }) => [path, start, sent]);
      expect(await found(starts[1]!, starts[3]!)).toEqual([
        ["sns-lambda", starts[1], [2]],
        ["sns-lambda", starts[2], [2]],
      ]);
      expect(await found(starts[1]! + 1, starts[3]! + 1)).toHaveLength(2);
      expect(await found(starts[1]!, starts[1]!)).toEqual([]);
    });
  });
}
