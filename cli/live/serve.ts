import { SWEEP_TICK_MS } from "../../core/model/limits.ts";
import { HOUR_MS } from "../../core/model/time.ts";
import { EMIT_EVERY_MS } from "../../local/assumptions.ts";
import { askUntilAnswered, put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { demoPoolsIn } from "../../local/demo-pools.ts";
import { listen } from "../../local/http.ts";
import { withNotices } from "../../local/notices.ts";
import { DEFAULT_URL } from "../client.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome } from "../errors.ts";

export interface ServeOptions {
  readonly port: number;
  readonly seed: number;
  readonly lose: number;
  /** Of the plane and of the pools that it begins with. */
  readonly region: string;
  /** The plane sweeps every minute, and takes what it reads for events. */
  readonly emit?: boolean;
}

/** Notices that can be replayed. */
const ARCHIVED = 50_000;
const SWEPT = { emit: true, sweepEveryMs: EMIT_EVERY_MS };
/** The pools fill this long, at full speed, before the door opens. */
const FILL_MS = HOUR_MS;

/** Keeps the plane up over the local cloud, at real speed and with its HTTP API on loopback, until Ctrl-C. */
export async function serveCloud(
  { terminal, json, paint }: CommandContext,
  { port, seed, lose, region, emit }: ServeOptions,
): Promise<CommandOutcome | undefined> {
  const stopped = terminal.stopped();
  const demo = demoPoolsIn(region);
  const now = Date.now();
  const cloud = localCloud({
    seed,
    lose,
    region,
    archived: ARCHIVED,
    alerts: true,
    forecasts: true,
    probes: {},
    start: now - FILL_MS,
    sweepEveryMs: SWEEP_TICK_MS,
    ...(emit && SWEPT),
  });
  cloud.scheduler.after(0, async () => {
    await askUntilAnswered(cloud.scheduler, cloud.api.fetch, () => put("/pools", demo));
  });
  await cloud.run(now);

  const listening = await listen(withNotices({ app: cloud.api, subscribe: cloud.subscribe }), port);
  if (listening === "port-taken")
    return badInput("port-taken", `${port} is taken: a plane may be up already`, {
      field: "--port",
      fix: "End what listens there, or give another port; 0 is any free one.",
    });
  const { url } = listening;
  const pools = demo.pools.map(({ id }) => id);
  if (json) terminal.out(`${JSON.stringify({ url, pools })}\n`);
  else terminal.out(`${welcome(url, pools, paint("bold", url))}\n`);
  try {
    await cloud.run(Number.POSITIVE_INFINITY, { speed: 1, signal: stopped });
  } finally {
    await listening.close();
  }
  return undefined;
}

function welcome(url: string, pools: readonly string[], shownUrl: string): string {
  const at = url === DEFAULT_URL ? "" : ` --url ${url}`;
  return [
    `The plane is up at ${shownUrl}; Ctrl-C ends it.`,
    `It runs at real speed over a local cloud, with the pools ${pools.join(" and ")}.`,
    "",
    "In another shell:",
    `  npm run greenroom -- pools${at}`,
    `  npm run greenroom -- claim ${pools[0]}${at}`,
    `  npm run greenroom -- explain ${pools[0]}${at}`,
    `  npm run greenroom -- delivery${at}`,
    `  npm run greenroom -- doctor${at}`,
    "",
    "Its times are the local cloud's, not AWS's; what it holds is gone when it ends.",
  ].join("\n");
}
