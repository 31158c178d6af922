import { Hono } from "hono";
import * as z from "zod";
import { hitLedger } from "../../core/flows/hit-ledger.ts";
import { coldTimes } from "../../core/flows/steps/cold-times.ts";
import type { ColdTimes } from "../../core/hits/cold.ts";
import { savedMs, tookMs } from "../../core/hits/report.ts";
import { type Claim, turnFrom, turnOf } from "../../core/model/claim.ts";
import { CLAIM_RETENTION_MS } from "../../core/model/limits.ts";
import { DAY_MS, HOUR_MS, type Instant, iso, SECOND_MS } from "../../core/model/time.ts";
import { claimDetailsOf, reasonDetails } from "../../core/notices/details.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, notFound } from "./failure.ts";
import { listed } from "./list.ts";
import { ago, instant, pageQuery, queried } from "./query.ts";

const within = z.object({ since: ago.default({ agoMs: DAY_MS }), until: instant.optional() });

/** The hit ledger of a pool: its sums, and its rows, which are the claims. */
export const ledgerRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/pools/:pool/ledger", async (context) => {
      const { since, until } = stretch(ports.clock.now(), queried(context, within));
      const pool = await ports.pools.find(context.req.param("pool"));
      if (!pool) throw notFound("pool", context.req.param("pool"));
      const { report, cold, idle, until: read } = await hitLedger(ports, pool, since, until);
      const { slow, kinds, ...sums } = report;
      const saved = report.savedMs ?? 0;
      return context.json({
        pool: pool.id,
        since: iso(since),
        until: iso(read),
        more: read < until,
        ...sums,
        kinds,
        ...(cold && { cold }),
        idle,
        ...(idle.unpricedMs === 0 && saved > 0 && { usdPerSecondSaved: (idle.usd * SECOND_MS) / saved }),
        slow: slow.map(reasonDetails),
      });
    })
    .get("/pools/:pool/ledger/claims", async (context) => {
      const pool = context.req.param("pool");
      const asked = queried(context, pageQuery.extend(within.shape));
      const { since, until } = stretch(ports.clock.now(), asked);
      const first = turnFrom(since);
      const { items, ...rest } = await listed<Claim>(
        ports,
        "claims",
        { ...asked, pool },
        {
          keyOf: turnOf,
          // What was asked for later ends the list.
          read: async (of, { after = first, limit }) =>
            (await ports.claims.page(of, { after, limit })).filter(({ requestedAt }) => requestedAt < until),
          keeps: () => true,
        },
      );
      const cold = await coldTimes(ports, pool);
      return context.json({ claims: items.map((claim) => row(claim, cold)), ...rest });
    });

/** A claim as a row of the ledger. */
const row = (claim: Claim, cold: ColdTimes | undefined) => {
  const [took, saved] = [tookMs(claim), savedMs(claim, cold)];
  return {
    ...claimDetailsOf(claim),
    ...(took !== undefined && { tookMs: took }),
    ...(saved !== undefined && { savedMs: saved }),
  };
};

const fullHour = (at: Instant): Instant => Math.floor(at / HOUR_MS) * HOUR_MS;

/** The time asked for, from a full hour on, for money is booked by the hour; and to one, unless it ends now. */
function stretch(
  now: Instant,
  asked: { readonly since: Instant | { readonly agoMs: number }; readonly until?: Instant | undefined },
): { readonly since: Instant; readonly until: Instant } {
  const since = fullHour(typeof asked.since === "number" ? asked.since : now - asked.since.agoMs);
  const until = asked.until === undefined || asked.until >= now ? now : fullHour(asked.until);
  const oldest = fullHour(now - CLAIM_RETENTION_MS);
  if (since < oldest)
    throw outOfReach("since", since, `ask from ${iso(oldest)} on: claims are kept for so long after their end`);
  if (since >= until)
    throw outOfReach("until", until, `ask for a time that begins before ${iso(now)} and has an hour in it`);
  return { since, until };
}

const outOfReach = (field: string, at: Instant, fix: string): BadRequest =>
  new BadRequest(400, { code: "malformed", message: `${field}: ${iso(at)} leaves no time to report on`, field, fix });
