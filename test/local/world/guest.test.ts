import { describe, expect, test } from "vitest";
import type { Template } from "../../../core/model/template.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { instanceNotice } from "../../../core/notices/notice-of.ts";
import { anInstance, aTemplate, inState } from "../../builders.ts";
import { aLaunch, openWorld } from "./given.ts";

const of = (changes: Partial<Template>) => aLaunch({ template: aTemplate(changes) });
const clockOff = { body: { accepted: true, verdict: { kind: "waiting", reasons: [{ code: "clock-off" }] } } };
const TOO_MUCH_MS = 1_000;
const judged = ({ name, offsetMs = 0 }: { name: string; offsetMs?: number }) =>
  name === "clock" && Math.abs(offsetMs) > TOO_MUCH_MS ? clockOff : {};

describe("a Windows guest", () => {
  test("proves itself in the order of its boot, some four minutes after its launch", async () => {
    const { launched, signals, statesOf } = openWorld();
    const id = await launched(10 * MINUTE_MS);
    expect(signals.map(({ name }) => name)).toEqual(["sysprep", "second-boot", "clock", "agent"]);
    expect(signals.at(-1)?.at).toBeGreaterThan(2 * MINUTE_MS);
    expect(signals.at(-1)?.at).toBeLessThan(7 * MINUTE_MS);
    expect(statesOf(id), "a reboot has no event").toEqual(["pending", "running"]);
  });

  test("sets a clock that is said to be off, and reports it again", async () => {
    const reports: (readonly number[])[] = [];
    for (let seed = 1; seed <= 12; seed += 1) {
      const { launched, signals } = openWorld({ seed, answer: judged });
      await launched(10 * MINUTE_MS);
      reports.push(signals.filter(({ name }) => name === "clock").map(({ offsetMs = 0 }) => Math.abs(offsetMs)));
    }
    expect(new Set(reports.map(({ length }) => length)), "some are off, most are not").toEqual(new Set([1, 2]));
    for (const offsets of reports) {
      expect(offsets.at(-1)).toBeLessThan(TOO_MUCH_MS);
      if (offsets.length === 2) expect(offsets[0]).toBeGreaterThan(TOO_MUCH_MS);
    }
  });

  test("asks again while the API does not know it yet, or fails", async () => {
    const { launched, signals } = openWorld({
      answer: (_, nth) => (nth === 1 ? { status: 404 } : nth === 2 ? { status: 503 } : {}),
    });
    await launched(10 * MINUTE_MS);
    expect(signals.map(({ name }) => name)).toEqual(["sysprep", "sysprep", "sysprep", "second-boot", "clock", "agent"]);
  });

  test("sends what the hand-over asks for when it is started again, in well under a minute and a half", async () => {
    const { ports, launched, during, signals, scheduler } = openWorld();
    const id = await launched(10 * MINUTE_MS);
    await during(5 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
    const before = signals.length;
    const begun = 15 * MINUTE_MS;
    await during(5 * MINUTE_MS, () => ports.power.start(id));
    expect(new Set(signals.slice(before).map(({ name }) => name))).toEqual(new Set(["clock", "agent"]));
    expect((signals.at(-1)?.at ?? 0) - begun).toBeLessThan(90 * SECOND_MS);
    expect(scheduler.now()).toBeGreaterThan(begun);
  });

  test("says nothing more once its power is gone", async () => {
    const { ports, launched, during, signals } = openWorld();
    const id = await launched(MINUTE_MS);
    await during(10 * MINUTE_MS, () => ports.power.terminate(id, { spot: false }));
    expect(signals).toEqual([]);
  });
});

describe("a Linux guest", () => {
  const linux = {
    os: "linux",
    evidence: { ...aTemplate().evidence, preparing: { by: "signals", needs: ["agent"] } },
  } as const;

  test("is ready within a minute of its launch", async () => {
    const { launched, signals } = openWorld();
    await launched(5 * MINUTE_MS, of(linux));
    expect(signals.map(({ name }) => name)).toEqual(["agent"]);
    expect(signals[0]?.at).toBeLessThan(MINUTE_MS);
  });

  test("stops itself if its template says so, and proves itself by that", async () => {
    const selfStop = { ...linux, evidence: { ...aTemplate().evidence, preparing: { by: "self-stop" } } } as const;
    const { launched, signals, statesOf } = openWorld();
    const id = await launched(5 * MINUTE_MS, of(selfStop));
    expect(statesOf(id)).toEqual(["pending", "running", "stopping", "stopped"]);
    expect(signals).toEqual([]);
  });

  test("that runs hears of its hand-over and of its return, and proves itself anew, once each", async () => {
    const { launched, hear, scheduler, signals } = openWorld();
    const id = await launched(5 * MINUTE_MS, of(linux));
    const emit = async (state: "handing-over" | "returning", version: number) => {
      const from = anInstance().last;
      const record = inState(state, { id, version, last: { ...from, from: "warm", to: state } });
      const before = signals.length;
      hear(instanceNotice(record));
      hear(instanceNotice(record));
      await scheduler.run(scheduler.now() + 3 * MINUTE_MS);
      return signals.slice(before).map(({ name }) => name);
    };
    expect(await emit("handing-over", 7)).toEqual(["clock", "agent"]);
    expect(await emit("returning", 9)).toEqual(["scrubbed"]);
    expect(await emit("handing-over", 8), "older than what it acted on").toEqual([]);
  });
});
