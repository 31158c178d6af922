import { describe, expect, it } from "vitest";
import { memoryDeliveries } from "../../../adapters/memory/deliveries.ts";
import { probeArrived } from "../../../core/flows/probe-arrived.ts";
import { sendProbes } from "../../../core/flows/send-probes.ts";
import { decidedAt, PROBE_PATHS, PROBES_PER_WINDOW, type Probe, windowStart } from "../../../core/model/delivery.ts";
import {
  PROBE_CLOSE_BACK_WINDOWS,
  PROBE_TICK_AGE_MAX_MS,
  PROBE_TICK_MS,
  PROBE_WINDOW_MS,
  PROBES_PER_TICK,
} from "../../../core/model/limits.ts";
import { type Instant, iso } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { EPOCH } from "../../builders.ts";

const START = windowStart(EPOCH);
const PATH = "sns-sqs";

/** The ports that probes use, at a clock that goes on by a millisecond with each send. */
function room({ fails = () => false }: { fails?: (probe: Probe) => boolean } = {}) {
  const carried: Probe[] = [];
  const counted: string[] = [];
  const timed: [string, number, unknown][] = [];
  const deliveries = memoryDeliveries();
  let now: Instant = EPOCH;
  const ports = {
    clock: { now: () => now },
    counters: {
      count: (name: string, dimensions = {}) => void counted.push([name, ...Object.values(dimensions)].join(" ")),
      time: (name: string, ms: number, dimensions = {}) => void timed.push([name, ms, dimensions]),
    },
    probes: {
      async send(probe: Probe) {
        now += 1;
        if (fails(probe)) throw new PortError("retryable", "InternalError", "the service is away");
        carried.push(probe);
      },
    },
    deliveries,
  };
  const windowOf = async (path: Probe["path"] = PATH) => (await deliveries.windows(path, START, START + 1))[0];
  const set = (at: Instant) => {
    now = at;
  };
  return { ports, carried, counted, timed, windowOf, set };
}
const said = ({ path, start, seq, sentAt }: Probe) => ({
  version: 1 as const,
  path,
  window: iso(start),
  seq,
  sentAt: iso(sentAt),
});

describe("a tick", () => {
  it("sends a bounded number of probes on every path, by turns, each dated just before its call", async () => {
    const { ports, carried, windowOf } = room();
    expect(await sendProbes(ports, EPOCH)).toEqual({ kind: "sent" });
    expect(carried).toHaveLength(PROBES_PER_TICK * PROBE_PATHS.length);
    expect(carried.slice(0, 4).map(({ path, seq }) => [path, seq])).toEqual([
      ["bus-sqs", 0],
      ["sns-sqs", 0],
      ["sns-lambda", 0],
      ["bus-sqs", 1],
    ]);
    expect(carried.map(({ sentAt }) => sentAt)).toEqual(carried.map((_, nth) => EPOCH + nth));
    expect((await windowOf())?.sent).toEqual(Array.from({ length: PROBES_PER_TICK }, (_, seq) => seq));
  });

  it("numbers a window's probes through, and fills it", async () => {
    const { ports, carried, set } = room();
    for (let at = START; at < START + PROBE_WINDOW_MS; at += PROBE_TICK_MS) {
      set(at);
      await sendProbes(ports, at);
    }
    const seqs = carried.filter(({ path }) => path === PATH).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: PROBES_PER_WINDOW }, (_, seq) => seq));
    expect(new Set(carried.map(({ start }) => start))).toEqual(new Set([START]));
  });

  it("that comes twice sends once", async () => {
    const { ports, carried } = room();
    const answers = await Promise.all([sendProbes(ports, EPOCH), sendProbes(ports, EPOCH)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["already", "sent"]);
    expect(carried).toHaveLength(PROBES_PER_TICK * PROBE_PATHS.length);
  });

  it("that is late sends nothing", async () => {
    const { ports, carried, set } = room();
    set(EPOCH + PROBE_TICK_AGE_MAX_MS + 1);
    expect(await sendProbes(ports, EPOCH)).toEqual({ kind: "late" });
    expect(carried).toEqual([]);
  });

  it("that is only just in time sends", async () => {
    const { ports, set } = room();
    set(EPOCH + PROBE_TICK_AGE_MAX_MS);
    expect(await sendProbes(ports, EPOCH)).toEqual({ kind: "sent" });
  });

  it("passes on a mistake of ours: it is no refusal", async () => {
    const { ports } = room();
    const broken = { ...ports, probes: { send: () => Promise.reject(new TypeError("no such thing")) } };
    await expect(sendProbes(broken, EPOCH)).rejects.toThrow(TypeError);
  });

  it("counts what a service refused, sends the rest, and calls none of the refused sent", async () => {
    const { ports, carried, counted, windowOf } = room({ fails: ({ path, seq }) => path === PATH && seq !== 3 });
    await sendProbes(ports, EPOCH);
    expect(carried.filter(({ path }) => path !== PATH)).toHaveLength(2 * PROBES_PER_TICK);
    expect(counted).toEqual(Array(PROBES_PER_TICK - 1).fill(`probe-not-sent ${PATH} InternalError`));
    expect((await windowOf())?.sent).toEqual([3]);
  });

  it("that died before it noted what it sent is not begun again, and leaves nothing that could be lost", async () => {
    const { ports, carried, windowOf } = room();
    const died = {
      ...ports,
      deliveries: { ...ports.deliveries, sent: () => Promise.reject(new Error("the function was cut short")) },
    };
    await expect(sendProbes(died, EPOCH)).rejects.toThrow("cut short");
    expect(await sendProbes(ports, EPOCH)).toEqual({ kind: "already" });
    expect(carried).toHaveLength(PROBES_PER_TICK * PROBE_PATHS.length);
    expect((await windowOf())?.sent).toEqual([]);
  });
});

describe("an arrival", () => {
  const probe: Probe = { path: PATH, start: START, seq: 4, sentAt: EPOCH };

  it("is timed from the call to here, once, and counted as a double after that", async () => {
    const { ports, counted, timed, windowOf, set } = room();
    set(EPOCH + 90);
    expect(await probeArrived(ports, said(probe), [PATH])).toEqual({ kind: "first" });
    set(EPOCH + 5_000);
    expect(await probeArrived(ports, said(probe), [PATH])).toEqual({ kind: "again" });
    expect(await windowOf()).toMatchObject({ arrived: [{ seq: 4, at: EPOCH + 90 }], buckets: { 90: 1 }, doubles: 1 });
    expect(timed).toEqual([["delivery", 90, { path: PATH }]]);
    expect(counted).toEqual([`delivery-doubled ${PATH}`]);
  });

  it("before it was sent, by clocks that differ, took nothing", async () => {
    const { ports, timed, windowOf, set } = room();
    set(EPOCH - 7);
    await probeArrived(ports, said(probe), [PATH]);
    expect((await windowOf())?.buckets).toEqual({ 0: 1 });
    expect(timed).toEqual([["delivery", 0, { path: PATH }]]);
  });

  it.each([
    ["at another path's end", probe, ["sns-lambda"]],
    ["with a number that no window has", { ...probe, seq: PROBES_PER_WINDOW }, [PATH]],
    ["of a window that is none", { ...probe, start: START + 1 }, [PATH]],
  ] as const)("%s is astray, and leaves nothing", async (_, strange, ending) => {
    const { ports, windowOf } = room();
    expect(await probeArrived(ports, said(strange), ending)).toEqual({ kind: "astray" });
    expect(await windowOf()).toBeUndefined();
  });
});

describe("a window whose grace is over", () => {
  it("has its losses counted by the next tick, once", async () => {
    const { ports, carried, counted, set } = room();
    await sendProbes(ports, EPOCH);
    for (const probe of carried.filter(({ path, seq }) => path !== PATH || seq < 3))
      await probeArrived(ports, said(probe), PROBE_PATHS);
    set(decidedAt(START) - 1);
    await sendProbes(ports, EPOCH);
    expect(counted).toEqual([]);
    let closes = 0;
    const close: typeof ports.deliveries.close = (window) => {
      closes += 1;
      return ports.deliveries.close(window);
    };
    for (const later of [0, 1, PROBE_TICK_MS]) {
      set(decidedAt(START) + later);
      await sendProbes({ ...ports, deliveries: { ...ports.deliveries, close } }, EPOCH);
    }
    expect(closes).toBe(PROBE_PATHS.length);
    expect(counted).toEqual(Array(PROBES_PER_TICK - 3).fill(`delivery-lost ${PATH}`));
  });

  it("is closed by one of two ticks at once", async () => {
    const { ports, counted, set } = room();
    await ports.deliveries.sent({ path: PATH, start: START }, [0]);
    set(decidedAt(START));
    await Promise.all([sendProbes(ports, EPOCH), sendProbes(ports, EPOCH)]);
    expect(counted).toEqual([`delivery-lost ${PATH}`]);
  });

  it("is found though ticks failed for a while, up to a bound", async () => {
    const lostAfter = async (windows: number) => {
      const { ports, counted, set } = room();
      await ports.deliveries.sent({ path: PATH, start: START }, [0]);
      set(decidedAt(START) + windows * PROBE_WINDOW_MS);
      await sendProbes(ports, 0);
      return counted.length;
    };
    expect(await lostAfter(PROBE_CLOSE_BACK_WINDOWS - 1)).toBe(1);
    expect(await lostAfter(PROBE_CLOSE_BACK_WINDOWS)).toBe(0);
  });
});
