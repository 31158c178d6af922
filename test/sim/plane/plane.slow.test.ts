import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CELLS } from "./coverage.ts";
import { FIRST_FORECAST_SEED } from "./forecasts.ts";
import { FIRST_PERSISTENT_SEED } from "./persistent.ts";
import { type Fault, PROFILES, scheduleOf } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { infected } from "./teeth/bite.ts";
import { PLANTED } from "./teeth/planted.ts";
import { playWorld } from "./world.ts";

const SEEDS = 200;
const FORECAST_SEEDS = 20;
const PERSISTENT_SEEDS = 20;
const HOURS = 1;
/** Some 40 s on two idle cores. */
const TIMEOUT_MS = 10 * 60_000;

interface Regression {
  readonly seed: number;
  readonly hours: number;
  readonly schedule: readonly Fault[];
  readonly why: string;
}
const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const REGRESSIONS = JSON.parse(read("regressions.json")) as readonly Regression[];

describe("the plane under faults", () => {
  it("breaks no rule, settles within its bounds, and goes through nearly all of the lifecycle table", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const reached = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const profile = seed % 20 === 0 ? "none" : "storm";
      const played = await playWorld(seed, HOURS, scheduleOf(seed, HOURS, profile));
      expect(played.breaches, `seed ${seed}, --hours ${HOURS} --faults ${profile}`).toEqual([]);
      for (const cell of played.reached.keys()) reached.add(cell);
    }
    expect(CELLS.filter((cell) => reached.has(cell)).length / CELLS.length).toBeGreaterThanOrEqual(0.95);
  });

  it("breaks no rule and settles where pools follow a forecast, whose target rises and falls meanwhile", {
    timeout: TIMEOUT_MS,
  }, async () => {
    for (let seed = FIRST_FORECAST_SEED; seed < FIRST_FORECAST_SEED + FORECAST_SEEDS; seed += 1) {
      const played = await playWorld(seed, HOURS, scheduleOf(seed, HOURS, "storm"));
      expect(played.breaches, `seed ${seed}, --hours ${HOURS} --faults storm`).toEqual([]);
    }
  });

  it("breaks no rule and settles where claims are kept, each wish met by exactly one claim in the end", {
    timeout: TIMEOUT_MS,
  }, async () => {
    for (let seed = FIRST_PERSISTENT_SEED; seed < FIRST_PERSISTENT_SEED + PERSISTENT_SEEDS; seed += 1) {
      const played = await playWorld(seed, HOURS, scheduleOf(seed, HOURS, "storm"));
      expect(played.breaches, `seed ${seed}, --hours ${HOURS} --faults storm`).toEqual([]);
    }
  });

  it.each(REGRESSIONS)("no longer lets it happen that $why", async ({ seed, hours, schedule }) =>
    expect((await playWorld(seed, hours, schedule)).breaches).toEqual([]),
  );

  it("is the same story for the same seed", async () => {
    const schedule = scheduleOf(5, 1, "storm");
    const [one, other] = [await playWorld(5, 1, schedule), await playWorld(5, 1, schedule)];
    expect(one).toEqual(other);
    expect((await playWorld(5, 1, schedule.slice(1))).digest).not.toBe(one.digest);
  });
});

describe("a schedule", () => {
  it("of a longer run begins as that of a shorter one", () => {
    const [short, long] = [scheduleOf(3, 1, "all"), scheduleOf(3, 2, "all")];
    const begins = ({ kind, at, pick }: Fault) => `${kind} ${at} ${pick}`;
    expect(long.slice(0, short.length).map(begins)).toEqual(short.map(begins));
  });

  it("of a profile nobody knows names those there are", () =>
    expect(() => scheduleOf(1, 1, "hail")).toThrow(Object.keys(PROFILES).join(", ")));
});

describe("shrinking", () => {
  it("leaves the two things that it takes", async () => {
    const resources = Array.from({ length: 100 }, (_, nth) => nth);
    expect(await shrink(resources, async (some) => some.includes(7) && some.includes(70))).toEqual([7, 70]);
  });
});

describe("a planted bug", () => {
  it.each(PLANTED)("has its place: $sentence", (bug) =>
    expect(infected(read(`../../../${bug.file}`), bug)).not.toBe(read(`../../../${bug.file}`)),
  );

  it("is one of sixty-five at least", () => expect(PLANTED.length).toBeGreaterThanOrEqual(65));
});
