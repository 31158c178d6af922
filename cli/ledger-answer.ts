import * as z from "zod";
import { moment } from "../events/envelope.ts";
import { noticeReason } from "../events/notices/change.ts";
import { claimDetails } from "../events/notices/claim-changed.v1.ts";
import { HIT_KINDS } from "../events/states.ts";

const times = z.object({ n: z.number(), p50Ms: z.number(), p99Ms: z.number() });

const kind = z.object({
  kind: z.enum(HIT_KINDS),
  claims: z.number(),
  share: z.number(),
  total: times.optional(),
  stages: z.object({
    waitMs: times.optional(),
    prepareMs: times.optional(),
    configureMs: times.optional(),
    startMs: times.optional(),
    bootMs: times.optional(),
    verifyMs: times.optional(),
  }),
  savedMs: z.number().optional(),
  because: z.array(z.object({ code: z.string(), claims: z.number() })),
});

/** What the plane answers of a pool's hit ledger. */
export const ledgerAnswer = z.object({
  pool: z.string(),
  since: moment,
  until: moment,
  more: z.boolean(),
  claims: z.number(),
  hitRate: z.number().optional(),
  kinds: z.array(kind),
  savedMs: z.number().optional(),
  cold: z.object({ launches: z.number(), p50Ms: z.number(), p99Ms: z.number() }).optional(),
  idle: z.object({ ms: z.number(), usd: z.number(), unpricedMs: z.number() }),
  usdPerSecondSaved: z.number().optional(),
  slow: z.array(noticeReason),
});
export type LedgerAnswer = z.infer<typeof ledgerAnswer>;

const row = claimDetails.extend({ tookMs: z.number().optional(), savedMs: z.number().optional() });
export type LedgerRow = z.infer<typeof row>;

/** A page of its rows. */
export const ledgerRowsAnswer = z.object({ claims: z.array(row), marker: z.string().optional() });
