import { describe, expect, test } from "vitest";
import { Scheduler } from "../../../local/time/scheduler.ts";

const open = () => {
  const scheduler = new Scheduler(1_000);
  const log: string[] = [];
  const note = (what: string) => () => void log.push(`${scheduler.now()} ${what}`);
  return { scheduler, log, note };
};

describe("virtual time", () => {
  test("runs tasks at their moment, and those of one moment in the order they were given", async () => {
    const { scheduler, log, note } = open();
    scheduler.after(20, note("late"));
    scheduler.after(10, note("first"));
    scheduler.after(10, note("second"));
    scheduler.at(0, note("overdue"));
    await scheduler.run(2_000);
    expect(log).toEqual(["1000 overdue", "1010 first", "1010 second", "1020 late"]);
    expect(scheduler.now()).toBe(2_000);
  });

  test("stops at the end of a run and goes on with the next", async () => {
    const { scheduler, log, note } = open();
    scheduler.after(10, note("in"));
    scheduler.after(11, note("beyond"));
    await scheduler.run(1_010);
    expect(log).toEqual(["1010 in"]);
    await scheduler.run(1_011);
    expect(log).toEqual(["1010 in", "1011 beyond"]);
  });

  test("interleaves asynchronous tasks by their sleeps, and lets all promises go on before time does", async () => {
    const { scheduler, log, note } = open();
    const walk = (name: string, steps: readonly number[]) => async () => {
      for (const step of steps) {
        await scheduler.sleep(step);
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        note(name)();
      }
    };
    scheduler.after(0, walk("a", [10, 10, 10]));
    scheduler.after(0, walk("b", [15, 15]));
    await scheduler.run(2_000);
    expect(log).toEqual(["1010 a", "1015 b", "1020 a", "1030 b", "1030 a"]);
  });

  test("rejects with the error that a task let through", async () => {
    const { scheduler } = open();
    scheduler.after(5, async () => {
      await scheduler.sleep(5);
      throw new Error("a mistake in the world");
    });
    await expect(scheduler.run(2_000)).rejects.toThrow("a mistake in the world");
    expect(scheduler.now()).toBe(1_010);
  });
});

describe("time held back by the real clock", () => {
  test("passes no faster than asked", async () => {
    const { scheduler, note } = open();
    scheduler.after(50_000, note("far"));
    const begun = performance.now();
    await scheduler.run(51_000, { speed: 1_000 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(49);
  });

  test("lets work from outside in at the time it comes, before what is due later", async () => {
    const { scheduler, log, note } = open();
    scheduler.after(60_000, note("due"));
    setTimeout(() => scheduler.after(0, note("from outside")), 20);
    await scheduler.run(61_000, { speed: 1_000 });
    const [first = "", second] = log;
    expect(first).toContain("from outside");
    expect(Number.parseInt(first, 10)).toBeGreaterThan(10_000);
    expect(second).toBe("61000 due");
  });

  test("ends when asked to", async () => {
    const { scheduler, log, note } = open();
    const stop = new AbortController();
    scheduler.after(3_600_000, note("terminal"));
    setTimeout(() => stop.abort(), 5);
    await scheduler.run(Number.POSITIVE_INFINITY, { speed: 1, signal: stop.signal });
    expect(log).toEqual([]);
  });

  test("is stopped while something is done outside it, and what was due meanwhile waits", async () => {
    const { scheduler, log, note } = open();
    const answered = Promise.withResolvers<string>();
    scheduler.after(10, async () => {
      const answer = await scheduler.outside(() => answered.promise);
      note(answer)();
      await scheduler.sleep(5);
      note("and went on")();
    });
    scheduler.after(11, note("due meanwhile"));
    setImmediate(() => setImmediate(() => answered.resolve("answered")));
    await scheduler.run(2_000);
    expect(log).toEqual(["1010 answered", "1011 due meanwhile", "1015 and went on"]);
  });

  test("goes on when what was done outside it failed, and reports who waits", async () => {
    const { scheduler, log, note } = open();
    scheduler.after(10, async () => {
      const failing = () => new Promise((_, reject) => setImmediate(() => reject(new Error("no answer"))));
      await scheduler.outside(failing).catch((error: Error) => note(error.message)());
    });
    scheduler.after(11, note("later"));
    await scheduler.run(2_000);
    expect(log).toEqual(["1010 no answer", "1011 later"]);
  });
});
