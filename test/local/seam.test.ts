import { describe, expect, test } from "vitest";
import { latency } from "../../local/latency.ts";
import { streams } from "../../local/random.ts";
import { type PortCall, seamed } from "../../local/seam.ts";
import { Scheduler } from "../../local/time/scheduler.ts";
import { EPOCH, POOL } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";

describe("the seam", () => {
  test("is on every method of every port that reaches outside", async () => {
    const { ports } = recordedPlane();
    const calls: string[] = [];
    const cut = seamed(ports, async ({ port, method }: PortCall) => {
      calls.push(`${port}.${method}`);
      throw new Error("cut");
    });
    const methods = Object.entries(ports)
      .filter(([port]) => port !== "clock" && port !== "counters" && port !== "plane")
      .flatMap(([port, methods]) => Object.keys(methods).map((method) => [port, method] as const));
    for (const [port, method] of methods) {
      const through = cut[port as keyof typeof cut] as unknown as Record<string, () => Promise<unknown>>;
      await expect(through[method]?.(), `${port}.${method}`).rejects.toThrow("cut");
    }
    expect(calls).toEqual(methods.map(([port, method]) => `${port}.${method}`));
    expect(calls.length).toBeGreaterThan(25);
    expect(cut.clock.now()).toBe(EPOCH);
  });
});

describe("a call's latency", () => {
  const open = () => {
    const scheduler = new Scheduler(EPOCH);
    const { ports } = recordedPlane();
    const seen: number[] = [];
    const delayed = seamed(ports, (call, work) =>
      latency(scheduler, streams(1))(call, () => {
        seen.push(scheduler.now() - EPOCH);
        return work();
      }),
    );
    const took = async (work: () => Promise<unknown>): Promise<number> => {
      const begun = scheduler.now();
      let end = Number.NaN;
      scheduler.after(0, async () => {
        await work();
        end = scheduler.now();
      });
      await scheduler.run(begun + 10_000);
      return end - begun;
    };
    return { ports: delayed, took, seen };
  };

  test("has its effect in the middle, so that the answer is old when it comes", async () => {
    const { ports, took, seen } = open();
    const whole = await took(() => ports.power.start("i-00000000000000001"));
    expect(whole).toBeGreaterThan(100);
    expect(seen).toEqual([Math.floor(whole / 2)]);
  });

  test("is none where no call is made", async () => {
    const { ports, took } = open();
    expect(await took(() => ports.actions.enqueue([]))).toBe(0);
    expect(await took(() => ports.pools.recall(POOL))).toBe(0);
  });
});
