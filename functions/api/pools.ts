import { type Context, Hono } from "hono";
import * as z from "zod";
import { applyPools } from "../../core/flows/apply-pools.ts";
import { drainPool } from "../../core/flows/drain-pool.ts";
import { explainPool } from "../../core/flows/steps/explain-pool.ts";
import { forecastTargetOf } from "../../core/flows/steps/forecast-target.ts";
import type { Held } from "../../core/model/held.ts";
import { PAGE_MAX } from "../../core/model/limits.ts";
import type { Applicant } from "../../core/model/origin.ts";
import type { Pool } from "../../core/model/pool.ts";
import type { StockRow } from "../../core/model/state-index.ts";
import { iso } from "../../core/model/time.ts";
import { poolDetailsOf, reasonDetails } from "../../core/notices/details.ts";
import { promised, targetIn } from "../../core/planner/stock.ts";
import type {
  AppliedAnswer,
  DrainedAnswer,
  PlanAnswer,
  PoolAnswer,
  PoolStatus,
  PoolsAnswer,
} from "../../events/answers/pools.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { TIERS } from "../../events/tiers.ts";
import type { ApiPorts } from "./api-ports.ts";
import { callerOf, requestOf } from "./caller.ts";
import { BadRequest, body, notFound, parsed } from "./failure.ts";
import { markerOf } from "./pager.ts";
import { pageQuery, positionIn, queried } from "./query.ts";

const applyQuery = z.object({ dryRun: z.stringbool().default(false) });

/** Pools: applied from a file, listed, explained, and torn down. */
export const poolRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .put("/pools", async (context) => {
      const { dryRun } = queried(context, applyQuery);
      const by = applicantOf(context);
      const result = await applyPools(ports, parsed(poolFile, await body(context)), { dryRun, by });
      if (result.kind !== "applied") throw refusal(result);
      const { changes, warnings } = result;
      return context.json({ changes, warnings } satisfies Held<AppliedAnswer>);
    })
    .get("/pools", async (context) => {
      const { limit, marker } = queried(context, pageQuery);
      const first = positionIn("pools", marker)?.pool ?? "";
      const ahead = (await ports.pools.list()).filter(({ id }) => id >= first);
      const next = ahead[limit];
      return context.json({
        pools: await Promise.all(ahead.slice(0, limit).map((pool) => withStatus(ports, pool))),
        ...(next && { marker: markerOf("pools", { pool: next.id }) }),
      } satisfies PoolsAnswer);
    })
    .get("/pools/:pool", async (context) => {
      const pool = await ports.pools.find(context.req.param("pool"));
      if (!pool) throw notFound("pool", context.req.param("pool"));
      return context.json(await withStatus(ports, pool));
    })
    .post("/pools/:pool/drain", async (context) => {
      parsed(z.strictObject({}), await body(context));
      const id = context.req.param("pool");
      const drained = await drainPool(ports, id, applicantOf(context));
      if (drained.kind === "unknown-pool") throw notFound("pool", id);
      if (drained.kind === "conflict") throw refusal({ kind: "conflict", id });
      const answer: DrainedAnswer = { pool: await withStatus(ports, drained.pool), isNew: drained.isNew };
      return context.json(answer, 202);
    })
    .get("/pools/:pool/plan", async (context) => {
      const explained = await explainPool(ports, context.req.param("pool"));
      if (!explained) throw notFound("pool", context.req.param("pool"));
      const { snapshot, plan } = explained;
      return context.json({
        pool: poolDetailsOf(snapshot.pool),
        target: targetIn(snapshot),
        at: iso(snapshot.now),
        counts: countsOf(snapshot.stock),
        pending: snapshot.pending.length,
        epoch: snapshot.ledger.epoch,
        breaker: {
          failures: plan.ledger.breaker.failures,
          ...(plan.ledger.breaker.openUntil !== undefined && { openUntil: iso(plan.ledger.breaker.openUntil) }),
        },
        closed: Object.entries(snapshot.closed)
          .filter(([, until]) => until > snapshot.now)
          .map(([offering, until]) => ({ offering, until: iso(until) })),
        launches: plan.launches.map(({ tier, az, type, count }) => ({ tier, az, type, count })),
        assignments: plan.assignments.map(({ claim, instance }) => ({ claim: claim.id, instance })),
        expired: plan.expired.map(({ id }) => id),
        retirements: plan.retirements.map(({ instance, reasons }) => ({
          instance,
          reasons: reasons.map(reasonDetails),
        })),
        reasons: plan.reasons.map(reasonDetails),
      } satisfies PlanAnswer);
    });

function applicantOf(context: Context): Applicant {
  const request = requestOf(context);
  return { caller: callerOf(context), ...(request !== undefined && { request }) };
}

function refusal(result: Exclude<Awaited<ReturnType<typeof applyPools>>, { kind: "applied" }>): BadRequest {
  switch (result.kind) {
    case "unknown-template":
      return new BadRequest(422, {
        code: result.kind,
        message: `pool ${result.pool} wants ${result.version === undefined ? "" : `version ${result.version} of `}template ${result.template}, which neither the file nor the plane has`,
        field: `pools.${result.pool}.${result.version === undefined ? "template" : "templateVersion"}`,
        fix:
          result.version === undefined
            ? "add it under templates, or name one that exists"
            : "leave it out, which means the latest, or name a version that exists",
      });
    case "unknown-user-data":
      return new BadRequest(422, {
        code: result.kind,
        message: `the latest version of template ${result.template} has no user data of this hash`,
        field: `templates.${result.template}.userDataSha256`,
        fix: "give the user data itself, as userData",
      });
    case "cannot-keep":
      return new BadRequest(422, {
        code: result.kind,
        message: `pool ${result.pool} asks for what its template cannot give: ${result.why}`,
        field: `pools.${result.pool}.${result.field}`,
        fix: "change the pool, or apply the template with it",
      });
    case "other-region":
      return new BadRequest(422, {
        code: result.kind,
        message: `pool ${result.pool} is in ${result.region}, and this plane calls EC2 in ${result.planes} alone: none of its instances would ever be launched`,
        field: `pools.${result.pool}.region`,
        fix: `apply the pool to a plane in ${result.region}, or say region: ${result.planes}, with an image and subnets there`,
      });
    case "conflict":
      return new BadRequest(409, {
        code: result.kind,
        message: `somebody else changed ${result.id} at the same time`,
        fix: "look at the difference again, and apply again",
      });
  }
}

const withStatus = async (ports: ApiPorts, pool: Pool): Promise<PoolAnswer> => ({
  ...poolDetailsOf(pool),
  status: await statusOf(ports, pool),
});

async function statusOf(ports: ApiPorts, pool: Pool): Promise<PoolStatus> {
  const [stock, pending] = await Promise.all([ports.instances.stock(pool.id), ports.claims.pending(pool.id, PAGE_MAX)]);
  const held = { counts: countsOf(stock), pending: pending.length };
  if (!pool.draining) {
    const forecastTarget = await forecastTargetFor(ports, pool);
    return { state: stateOf(forecastTarget ?? pool.target, stock), ...held, ...(forecastTarget && { forecastTarget }) };
  }
  const launches = promised((await ports.ledgers.find(pool.id)).intents);
  const isEmpty = stock.length === 0 && pending.length === 0 && launches === 0;
  return { state: isEmpty ? "drained" : "draining", ...held, launches };
}

/** What a pool that follows a forecast keeps at this moment instead of its targets. */
async function forecastTargetFor(ports: ApiPorts, pool: Pool): Promise<Pool["target"] | undefined> {
  const template = pool.forecast && (await ports.templates.find(pool.template.name, pool.template.version));
  return template && (await forecastTargetOf(ports, pool, template, ports.clock.now()))?.target;
}

/** Whether each tier holds as many warm instances as the pool wants of it. */
const stateOf = (target: Pool["target"], stock: readonly StockRow[]): "filled" | "filling" =>
  TIERS.every((tier) => stock.filter((row) => row.tier === tier && row.state === "warm").length >= target[tier])
    ? "filled"
    : "filling";

/** Instances per tier and state; what is absent is none. */
function countsOf(stock: readonly StockRow[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { tier, state } of stock) counts[tier] = { ...counts[tier], [state]: (counts[tier]?.[state] ?? 0) + 1 };
  return counts;
}
