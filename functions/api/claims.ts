import { type Context, Hono } from "hono";
import * as z from "zod";
import { type ClaimAndInstance, type Claimed, claimInstance } from "../../core/flows/claim-instance.ts";
import { releaseClaim } from "../../core/flows/release-claim.ts";
import { type Claim, turnOf } from "../../core/model/claim.ts";
import { CLAIM_ID } from "../../core/model/ids.ts";
import { claimDetailsOf, instanceDetailsOf, reasonDetails } from "../../core/notices/details.ts";
import type { ClaimAnswer, ClaimsAnswer } from "../../events/answers/claims.ts";
import { type ClaimRequestBody, claimRequest, releaseRequest } from "../../events/requests/claim-request.v1.ts";
import { CLAIM_STATES } from "../../events/states.ts";
import type { ApiPorts } from "./api-ports.ts";
import { callerOf } from "./caller.ts";
import { BadRequest, body, notFound, parsed } from "./failure.ts";
import { listed } from "./list.ts";
import { claimPersistent, living, type MakeClaim } from "./persistent-claims.ts";
import { instant, pageQuery, queried } from "./query.ts";

const claimsQuery = pageQuery.extend({
  pool: z.string().optional(),
  state: z.enum(CLAIM_STATES).optional(),
  changedSince: instant.optional(),
});

/** Claims: asked for by pool or by what the instance must be, listed, looked at, released. */
export const claimRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .post("/claims", async (context) => claim(ports, context, parsed(claimRequest, await body(context))))
    .post("/pools/:pool/claims", async (context) => {
      const given = await body(context);
      const pool = context.req.param("pool");
      return claim(ports, context, parsed(claimRequest, isObject(given) ? { ...given, pool } : given));
    })
    .get("/claims", async (context) => {
      const asked = queried(context, claimsQuery);
      const { items, ...rest } = await listed<Claim>(ports, "claims", asked, {
        keyOf: turnOf,
        read: (pool, part) => ports.claims.page(pool, part),
        keeps: isWanted(asked),
      });
      return context.json({ claims: items.map(claimDetailsOf), ...rest } satisfies ClaimsAnswer);
    })
    .get("/claims/:id", async (context) => {
      const found = await ports.claims.find(claimIdOf(context));
      if (!found) throw notFound("claim", context.req.param("id"));
      const instance = found.instance === undefined ? undefined : await ports.instances.find(found.instance);
      return context.json(answerBody(await living(ports, { claim: found, ...(instance && { instance }) })));
    })
    .post("/claims/:id/release", async (context) => {
      const { reuse } = parsed(releaseRequest, await body(context));
      const released = await releaseClaim(ports, claimIdOf(context), reuse === undefined ? {} : { reuse });
      if (released.kind === "unknown-claim") throw notFound("claim", context.req.param("id"));
      if (released.claim.request.userDataSha256 !== undefined) await ports.handouts.forget(released.claim.id);
      return context.json(answerBody(released));
    });

async function claim(
  ports: ApiPorts,
  context: Context,
  { persistent, count, ...given }: ClaimRequestBody,
): Promise<Response> {
  const { key, userData, ...persistentClaims } = given;
  const asked = {
    ...{ caller: callerOf(context), key },
    ...Object.fromEntries(Object.entries(persistentClaims).filter(([, value]) => value !== undefined)),
  };
  const brought = userData === undefined ? {} : { userData };
  const make: MakeClaim = (request, brings) => claimInstance(ports, request, brings);
  if (!persistent) {
    const claimed = await make(asked, brought);
    if (claimed.kind === "none") throw noMatch(claimed);
    return context.json(answerBody(claimed), claimed.isNew ? 201 : 200);
  }
  const kept = await claimPersistent(ports, make, { asked, brought, ...(count !== undefined && { count }) });
  if ("kind" in kept) throw noMatch(kept);
  const status = kept.some(({ isNew }) => isNew) ? 201 : 200;
  const [first] = kept;
  return context.json(count === undefined && first ? answerBody(first) : { claims: kept.map(answerBody) }, status);
}

function noMatch({ field, value, have, fix }: Extract<Claimed, { kind: "none" }>): BadRequest {
  return new BadRequest(field === "pool" ? 404 : 422, {
    code: "no-match",
    message: field === "pool" ? `there is no pool ${value}` : `no pool offers ${field} ${value}`,
    field,
    fix: fix ?? (have.length > 0 ? `ask for one of: ${have.join(", ")}` : "apply a pool first"),
  });
}

const isWanted =
  ({ state, changedSince = 0 }: Pick<z.output<typeof claimsQuery>, "state" | "changedSince">) =>
  (claim: Claim): boolean =>
    (state === undefined || claim.state === state) && claim.last.at >= changedSince;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const claimIdOf = (context: Context): string => {
  const id = context.req.param("id") ?? "";
  if (!CLAIM_ID.test(id)) throw notFound("claim", id);
  return id;
};

const answerBody = ({ claim, instance }: ClaimAndInstance): ClaimAnswer => ({
  claim: claimDetailsOf(claim),
  ...(instance && { instance: instanceDetailsOf(instance) }),
  reasons: claim.last.reasons.map(reasonDetails),
});
