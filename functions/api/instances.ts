import { Hono } from "hono";
import * as z from "zod";
import { onSignal } from "../../core/flows/on-signal.ts";
import { INSTANCE_ID, type PoolId } from "../../core/model/ids.ts";
import { type Instance, STATES } from "../../core/model/instance.ts";
import { instanceDetails, reasonDetails } from "../../core/notices/details.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { signalRequest } from "../../events/requests/signal.v1.ts";
import { body, notFound, parsed } from "./failure.ts";
import { markerOf, paged } from "./pager.ts";
import { instant, pageQuery, placeIn, queried } from "./query.ts";

const inPoolQuery = pageQuery.extend({
  state: z.enum(STATES).optional(),
  az: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "must be a zone such as eu-west-1a")
    .optional(),
  changedSince: instant.optional(),
  tombstones: z.stringbool("must be true or false").default(true),
});
const everywhereQuery = inPoolQuery.extend({ pool: z.string().optional() });

/** Instances: listed with full details, and heard. */
export const instanceRoutes = (ports: Ports): Hono =>
  new Hono()
    .get("/instances", async (context) => {
      const { pool, ...asked } = queried(context, everywhereQuery);
      return context.json(await listed(ports, asked, pool));
    })
    .get("/pools/:pool/instances", async (context) =>
      context.json(await listed(ports, queried(context, inPoolQuery), context.req.param("pool"))),
    )
    .post("/instances/:id/signals", async (context) => {
      const id = context.req.param("id");
      const { name, ok, offsetMs, text } = parsed(signalRequest, await body(context));
      const sent = { name, ok, ...(offsetMs !== undefined && { offsetMs }), ...(text !== undefined && { text }) };
      if (!INSTANCE_ID.test(id)) throw notFound("instance", id);
      const { moved, verdict } = await onSignal(ports, id, sent);
      if (moved.kind === "foreign") throw notFound("instance", id);
      return context.json({
        accepted: moved.kind !== "refused" && moved.kind !== "late",
        instance: instanceDetails(moved.instance),
        ...(verdict && { verdict: { kind: verdict.kind, reasons: verdict.reasons.map(reasonDetails) } }),
      });
    });

type Asked = z.output<typeof inPoolQuery>;

/** One page of the instances of a pool, or of all. */
async function listed(ports: Ports, { limit, marker, ...wanted }: Asked, pool?: PoolId) {
  if (pool !== undefined && !(await ports.pools.recall(pool))) throw notFound("pool", pool);
  const from = placeIn("instances", marker, pool);
  const { items, place } = await paged<Instance>({
    pools: pool === undefined ? (await ports.pools.list()).map(({ id }) => id) : [pool],
    keyOf: ({ id }) => id,
    read: (each, part) => ports.instances.page(each, part),
    keeps: isWanted(wanted),
    limit,
    ...(from && { from }),
  });
  return { instances: items.map(instanceDetails), ...(place && { marker: markerOf("instances", place) }) };
}

const isWanted =
  ({ state, az, changedSince = 0, tombstones }: Omit<Asked, "limit" | "marker">) =>
  (instance: Instance): boolean =>
    (state === undefined || instance.state === state) &&
    (az === undefined || instance.az === az) &&
    instance.last.at >= changedSince &&
    (tombstones || instance.state !== "gone");
