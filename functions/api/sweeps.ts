import { Hono } from "hono";
import * as z from "zod";
import { startSweep } from "../../core/flows/start-sweep.ts";
import { SWEEP_AGE_MAX_MS, SWEEPS_LISTED_MAX, TALLY_DAYS_MAX } from "../../core/model/limits.ts";
import type { Sweep } from "../../core/model/sweep.ts";
import type { Instant } from "../../core/model/time.ts";
import { sweepDetailsOf } from "../../core/notices/sweep-notice.ts";
import { punctualityOf } from "../../core/reconcile/punctuality.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, body, notFound, parsed } from "./failure.ts";
import { queried } from "./query.ts";

const sweepsQuery = z.object({ limit: z.coerce.number().int().min(1).max(SWEEPS_LISTED_MAX).default(10) });

/** A typing error in the name of the only field would begin a sweep of another kind. */
const sweepOptions = z.strictObject({ emit: z.boolean().optional() });
const daysQuery = z.object({ limit: z.coerce.number().int().min(1).max(TALLY_DAYS_MAX).default(7) });

/** Sweeps: started now, and what the latest found; and, by day, which of EC2's events came late, twice or not at all. */
export const sweepRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .post("/regions/:region/sweeps", async (context) => {
      queried(context, z.object({}));
      const asked = parsed(sweepOptions, await body(context));
      const region = context.req.param("region");
      const begun = await startSweep(ports, region, asked);
      if (begun.kind === "unknown-region") throw await noPoolsIn(ports, region);
      return context.json({ sweep: shown(begun.sweep, ports.clock.now()), isNew: begun.kind === "started" }, 202);
    })
    .get("/regions/:region/sweeps", async (context) => {
      const { limit } = queried(context, sweepsQuery);
      const region = context.req.param("region");
      const sweeps = await ports.sweeps.latest(region, limit);
      if (sweeps.length === 0 && !(await regionsOf(ports)).includes(region)) throw await noPoolsIn(ports, region);
      return context.json({ sweeps: sweeps.map((sweep) => shown(sweep, ports.clock.now())) });
    })
    .get("/sweeps", async (context) => {
      const { limit } = queried(context, sweepsQuery);
      const sweeps = (await regionsOf(ports)).map((region) => ports.sweeps.latest(region, limit));
      return context.json({ sweeps: (await Promise.all(sweeps)).flat().map((each) => shown(each, ports.clock.now())) });
    })
    .get("/sweeps/:id", async (context) => {
      const id = context.req.param("id");
      const sweep = await ports.sweeps.find(id);
      if (!sweep) throw notFound("sweep", id);
      return context.json(shown(sweep, ports.clock.now()));
    })
    .get("/regions/:region/events", async (context) => {
      const { limit } = queried(context, daysQuery);
      const region = context.req.param("region");
      const days = await ports.tallies.latest(region, limit);
      if (days.length === 0 && !(await regionsOf(ports)).includes(region)) throw await noPoolsIn(ports, region);
      return context.json({ days: days.map(punctualityOf) });
    });

const regionsOf = async (ports: ApiPorts): Promise<readonly string[]> => [
  ...new Set((await ports.pools.list()).map(({ region }) => region)),
];

async function noPoolsIn(ports: ApiPorts, region: string): Promise<BadRequest> {
  const have = await regionsOf(ports);
  return new BadRequest(404, {
    code: "not-found",
    message: `no pool is in region ${region}`,
    field: "region",
    fix: have.length > 0 ? `name one of: ${have.toSorted().join(", ")}` : "apply a pool first",
  });
}

/** A sweep as subscribers know it, and whether anybody is still at it. */
const shown = (sweep: Sweep, now: Instant) => ({ ...sweepDetailsOf(sweep), state: stateOf(sweep, now) });

/** `left-behind`: it took too long, and the next one began without it. */
function stateOf({ startedAt, finishedAt }: Sweep, now: Instant): "under-way" | "finished" | "left-behind" {
  if (finishedAt !== undefined) return "finished";
  return now - startedAt < SWEEP_AGE_MAX_MS ? "under-way" : "left-behind";
}
