import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from "../core/model/time.ts";
import type { PoolFile } from "../events/requests/pool-file.v1.ts";
import { AFTERMATH_MS, EMIT_EVERY_MS, SETTLE_MAX_MS } from "./assumptions.ts";
import type { Carrier, CarrierParts } from "./carrier.ts";
import { type Claimants, claimants } from "./claimants.ts";
import { askUntilAnswered, put } from "./client.ts";
import { type LocalCloud, localCloud } from "./cloud.ts";
import { arrivalsFrom, type ClaimArrival } from "./demand/arrivals.ts";
import { generatedTrace } from "./demand/generator.ts";
import { readTrace } from "./demand/trace.ts";
import { DEMO_POOLS } from "./demo-pools.ts";
import type { Recorder } from "./replay/recorder.ts";
import { type Report, type Reporter, reporter } from "./report.ts";
import type { RunOptions } from "./time/scheduler.ts";

export interface PlayOptions extends RunOptions {
  readonly seed: number;
  /** Path of a trace (CSV `t_s,count`); left out: generated days. */
  readonly trace?: string;
  /** Seconds over which a row of the trace is spread. */
  readonly bucket?: number;
  /** Arrivals made of one in the trace, on average. */
  readonly scale?: number;
  /** Claims that an arrival makes at once. */
  readonly batch?: number;
  readonly fromDay?: number;
  readonly days?: number;
  /** Part of EC2's events that never come. */
  readonly lose?: number;
  /** The plane sweeps every minute, and takes what it reads for events. */
  readonly emit?: boolean;
  readonly pools?: PoolFile;
  /** Writes down what the plane receives, and what it decides. */
  readonly recorder?: Recorder;
  /** What holds records and carries messages; left out: memory. */
  readonly carrier?: (parts: CarrierParts) => Carrier;
  /** Told once a virtual minute. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly at: Instant;
  /** Part of the demand's time that is over, 0 to 1. */
  readonly done: number;
  /** How things stand. */
  report(): Report;
}

/** A play that is set up and has not begun: its cloud can be watched, and asked over HTTP, while it runs. */
export interface Play {
  readonly cloud: LocalCloud;
  /** `trace`, or `generated` if none was given. */
  readonly demand: "trace" | "generated";
  readonly arrivals: number;
  run(): Promise<Report>;
}

/** When every play begins: a Monday at midnight, UTC. */
export const PLAY_START: Instant = Date.UTC(2026, 0, 5);
/** The pools fill up before the demand begins. */
const FILL_MS = 15 * MINUTE_MS;

export const play = async (options: PlayOptions): Promise<Report> => (await preparePlay(options)).run();

/** Reads the trace and sets up the cloud. Rejects with a `TraceError` for a trace that cannot be read. */
export async function preparePlay(options: PlayOptions): Promise<Play> {
  const { seed, trace, days = 1, lose = 0, emit = false, pools = DEMO_POOLS, recorder, carrier } = options;
  const cloud = localCloud({
    seed,
    lose,
    start: PLAY_START,
    ...(pools.pools[0] && { region: pools.pools[0].region }),
    ...(pools.pools.some(({ forecast }) => forecast) && { forecasts: true }),
    ...(emit && { emit, sweepEveryMs: EMIT_EVERY_MS }),
    ...(recorder && { recorder }),
    ...(carrier && { carrier }),
  });
  const rows = trace === undefined ? generatedTrace(days, cloud.streams) : await readTrace(trace);
  const { bucket: bucketSeconds = 1, scale = 1, batch = 1, fromDay = 0 } = options;
  const shape = { bucketSeconds, scale, batch, fromDay: trace === undefined ? 0 : fromDay, days };
  const arrivals = arrivalsFrom(rows, shape, cloud.streams);
  return {
    cloud,
    demand: trace === undefined ? "generated" : "trace",
    arrivals: arrivals.length,
    run: () => perform({ cloud, pools, arrivals, options, reporter: reporter(cloud, seed), days }),
  };
}

interface Stage {
  readonly cloud: LocalCloud;
  readonly pools: PoolFile;
  readonly arrivals: readonly ClaimArrival[];
  readonly options: PlayOptions;
  readonly reporter: Reporter;
  readonly days: number;
}

async function perform({ cloud, pools, arrivals, options, reporter: watching, days }: Stage): Promise<Report> {
  const pace: RunOptions = {
    ...(options.speed !== undefined && { speed: options.speed }),
    ...(options.signal && { signal: options.signal }),
  };
  const start = cloud.clock.now() + FILL_MS;
  const end = start + days * DAY_MS;
  const crowd = claimants(cloud, targetsOf(pools));
  apply(cloud, pools);
  cloud.scheduler.at(start, () => invite(cloud, crowd, arrivals, start, 0));
  cloud.scheduler.at(end, watching.stopIdle);
  if (options.onProgress) reportProgress(cloud, options.onProgress, { start, end, watching });

  await cloud.run(end, pace);
  await runUntil(cloud, () => crowd.live() === 0, { step: MINUTE_MS, most: SETTLE_MAX_MS }, pace);
  await cloud.run(cloud.clock.now() + AFTERMATH_MS, pace);
  await runUntil(cloud, cloud.isQuiet, { step: SECOND_MS, most: AFTERMATH_MS }, pace);
  return watching.report({ atEnd: !options.signal?.aborted });
}

function apply({ scheduler, api }: LocalCloud, pools: PoolFile): void {
  scheduler.after(0, async () => {
    const answer = await askUntilAnswered(scheduler, api.fetch, () => put("/pools", pools));
    if (answer?.status !== 200) throw new Error(`the pools were not applied: ${JSON.stringify(answer?.body)}`);
  });
}

/** One arrival after the other, so that the schedule holds one at a time. */
function invite(
  cloud: LocalCloud,
  crowd: Claimants,
  arrivals: readonly ClaimArrival[],
  start: Instant,
  at: number,
): void {
  const next = arrivals[at];
  if (!next) return;
  cloud.scheduler.at(start + next.atMs, () => {
    crowd.arrive(next.claims);
    invite(cloud, crowd, arrivals, start, at + 1);
  });
}

const targetsOf = ({ pools, templates }: PoolFile) =>
  pools.map(({ id, template }) => ({
    pool: id,
    types: templates.find(({ name }) => name === template)?.types ?? [],
  }));

function reportProgress(
  cloud: LocalCloud,
  onProgress: (progress: Progress) => void,
  { start, end, watching }: { start: Instant; end: Instant; watching: Reporter },
): void {
  const next = (): void =>
    cloud.scheduler.after(MINUTE_MS, () => {
      const at = cloud.clock.now();
      const done = Math.min(1, Math.max(0, (at - start) / (end - start)));
      onProgress({ at, done, report: () => watching.report({ atEnd: false }) });
      next();
    });
  next();
}

async function runUntil(
  cloud: LocalCloud,
  isDone: () => boolean,
  { step, most }: { step: number; most: number },
  pace: RunOptions,
): Promise<void> {
  const last = cloud.clock.now() + most;
  while (!isDone() && cloud.clock.now() < last && !pace.signal?.aborted)
    await cloud.run(cloud.clock.now() + step, pace);
}
