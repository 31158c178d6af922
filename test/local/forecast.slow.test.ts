import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DAY_BINS } from "../../core/forecast/history.ts";
import type { DemandDay } from "../../core/model/demand.ts";
import { dayOf } from "../../core/model/tally.ts";
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Demand } from "../../core/ports/demand.ts";
import { PortError } from "../../core/ports/errors.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import type { Carrier, CarrierParts } from "../../local/carrier.ts";
import { askUntilAnswered, get } from "../../local/client.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { memoryCarrier } from "../../local/memory-carrier.ts";
import { PLAY_START, preparePlay } from "../../local/play.ts";
import { streams } from "../../local/random.ts";
import { demandOf } from "../core/forecast/demand.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "greenroom-forecast-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const HISTORY_DAYS = 14;
const POOL = "daily";
const HIT = 0.95;
const BIN_SECONDS = 300;
/** A message is given up after five tries: with more than this, some would be. */
const FAILING = 0.07;
/** When claims that nobody could forecast come, all at once, and how many. */
const BURST = { hour: 20, claims: 15 };

/** Busy from 8 to 13 o'clock, and an hour long on some days at an hour that changes. */
const rate = (slot: number, day: number): number => {
  const hour = Math.floor(slot / 12);
  if (hour >= 8 && hour < 13) return 5;
  return day % 3 === 1 && hour === 14 + (day % 5) ? 8 : 0.1;
};

const demand = demandOf(HISTORY_DAYS + 1, rate);
/** The played day: its busy hours, and a burst. */
const played = Array.from(demand.claims).slice(HISTORY_DAYS * DAY_BINS);

function traceFile(): string {
  const path = join(FOLDER, "trace.csv");
  const rows = played.flatMap((count, bin) => {
    const burst = bin === BURST.hour * 12 ? BURST.claims : 0;
    return count + burst > 0 ? [`${bin * BIN_SECONDS},${count + burst}`] : [];
  });
  writeFileSync(path, ["t_s,count", ...rows].join("\n"));
  return path;
}

const pools = poolFile.parse({
  version: 1,
  templates: DEMO_POOLS.templates,
  pools: [{ ...DEMO_POOLS.pools[1], id: POOL, target: { stopped: 8 }, forecast: { hit: HIT } }],
});

/** What ticks counted on the days before. */
const countedDays = (): readonly DemandDay[] =>
  Array.from({ length: HISTORY_DAYS }, (_, day) => {
    const of = (values: ArrayLike<number>) => Array.from(values).slice(day * DAY_BINS, (day + 1) * DAY_BINS);
    const all = (value: number) => Array.from({ length: DAY_BINS }, () => value);
    return {
      day: dayOf(PLAY_START - (HISTORY_DAYS - day) * DAY_MS),
      ...{
        begun: 0,
        claims: of(demand.claims),
        moments: of(demand.moments),
        misses: all(0),
        targets: all(-1),
        falls: all(0),
        wanted: all(0),
      },
      ...{ lastTarget: -1, held: [], version: 1 },
    };
  });

interface Plan {
  readonly target: { readonly stopped: number };
  readonly reasons: readonly { readonly code: string }[];
}

/** The plan that the plane would make at a moment of the play; filled when it has come. */
function planAt(cloud: LocalCloud, at: Instant): { plan?: Plan } {
  const seen: { plan?: Plan } = {};
  cloud.scheduler.at(at, async () => {
    const answer = await askUntilAnswered(cloud.scheduler, cloud.api.fetch, () => get(`/pools/${POOL}/plan`));
    seen.plan = answer?.body as unknown as Plan;
  });
  return seen;
}

/** Some calls of demand's port fail, half of them after their effect. */
const failing = (parts: CarrierParts): Carrier => {
  const carrier = memoryCarrier(parts);
  const random = streams(11)("demand");
  const { demand: whole } = carrier.ports;
  const unreliable = Object.fromEntries(
    Object.entries(whole).map(([name, work]) => [
      name,
      async (...args: never[]) => {
        if (random.chance(FAILING / 2)) throw new PortError("retryable", "Cut", `before ${name}`);
        const answer = await (work as (...given: never[]) => Promise<unknown>)(...args);
        if (random.chance(FAILING / 2)) throw new PortError("retryable", "Cut", `after ${name}`);
        return answer;
      },
    ]),
  ) as unknown as Demand;
  return { ...carrier, ports: { ...carrier.ports, demand: unreliable } };
};

describe("a pool of the local cloud that follows its forecast", () => {
  it("keeps more where its days are busy, hits as it should, idles less than a fixed size, and answers a burst in time", async () => {
    const play = await preparePlay({ seed: 3, trace: traceFile(), days: 1, pools });
    const { cloud } = play;
    cloud.scheduler.after(0, async () => {
      for (const day of countedDays()) await cloud.ports.demand.count(POOL, day);
    });
    // The pools fill for a quarter of an hour before the trace begins.
    const from = PLAY_START + 15 * MINUTE_MS;
    const night = planAt(cloud, from + 4 * HOUR_MS);
    const busy = planAt(cloud, from + 10 * HOUR_MS);
    const before = planAt(cloud, from + BURST.hour * HOUR_MS - SECOND_MS);
    const after = planAt(cloud, from + BURST.hour * HOUR_MS + BIN_SECONDS * SECOND_MS);
    const report = await play.run();
    expect(report.violations).toEqual([]);

    expect(night.plan?.target.stopped).toBeLessThan(busy.plan!.target.stopped);
    expect(busy.plan?.reasons.map(({ code }) => code)).toContain("forecast-demand");
    expect(after.plan!.target.stopped).toBeGreaterThan(before.plan!.target.stopped);

    const reading = cloud.ports.demand.read(POOL, dayOf(PLAY_START));
    await cloud.run(cloud.clock.now() + SECOND_MS);
    const { forecast, days } = await reading;
    expect(forecast?.model).toMatchObject({ basis: "forecast", backTest: { days: 6 } });
    const [figures] = report.pools;
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    expect(figures!.claims).toBe(total(played) + BURST.claims);
    expect(total(days[0]!.claims) + total(days[1]?.claims ?? [])).toBe(figures!.claims);
    expect(figures!.hits / figures!.claims).toBeGreaterThan(HIT - 0.04);
    expect(figures!.meanIdle).toBeLessThan(0.7 * forecast!.model.staticSize);
  }, 120_000);

  it("counts each claim once and keeps every rule while calls fail that count or forecast", async () => {
    const play = await preparePlay({ seed: 4, trace: traceFile(), days: 1, scale: 0.3, pools, carrier: failing });
    const report = await play.run();
    expect(report.violations).toEqual([]);
    const days: DemandDay[] = [];
    play.cloud.scheduler.after(0, async () => {
      for (let tries = 0; tries < 6 && days.length === 0; tries += 1)
        await play.cloud.ports.demand.read(POOL, dayOf(PLAY_START)).then(
          (found) => days.push(...found.days),
          () => {},
        );
    });
    await play.cloud.run(play.cloud.clock.now() + SECOND_MS);
    const counted = days.flatMap(({ claims }) => claims).reduce((sum, claims) => sum + claims, 0);
    expect([counted, report.pools[0]?.claims]).toEqual([play.arrivals, play.arrivals]);
  }, 120_000);
});
