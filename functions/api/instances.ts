import { Hono } from "hono";
import * as z from "zod";
import { onSignal } from "../../core/flows/on-signal.ts";
import { INSTANCE_ID } from "../../core/model/ids.ts";
import { PAGE_MAX } from "../../core/model/limits.ts";
import { instanceDetails, reasonDetails, transitionDetails } from "../../core/notices/details.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { instanceId } from "../../events/envelope.ts";
import { signalRequest } from "../../events/requests/signal.v1.ts";
import { body, notFound, parsed } from "./failure.ts";

/** A page of a list: `marker` is where the last one ended. */
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX),
  marker: instanceId.optional(),
});

/** Instances: listed with full details, shown with their history, and heard. */
export const instanceRoutes = (ports: Ports): Hono =>
  new Hono()
    .get("/pools/:pool/instances", async (context) => {
      const pool = context.req.param("pool");
      const { limit, marker } = parsed(pageQuery, context.req.query());
      if (!(await ports.pools.recall(pool))) throw notFound("pool", pool);
      const page = await ports.instances.page(pool, { limit, ...(marker && { after: marker }) });
      const last = page.length === limit ? page.at(-1) : undefined;
      return context.json({ instances: page.map(instanceDetails), ...(last && { marker: last.id }) });
    })
    .get("/instances/:id", async (context) => {
      const id = context.req.param("id");
      const instance = INSTANCE_ID.test(id) ? await ports.instances.find(id) : undefined;
      if (!instance) throw notFound("instance", id);
      const history = await ports.instances.history(id);
      return context.json({ instance: instanceDetails(instance), history: history.map(transitionDetails) });
    })
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
