import { Hono } from "hono";
import * as z from "zod";
import { INSTANCE_ID } from "../../core/model/ids.ts";
import type { Instance, Transition } from "../../core/model/instance.ts";
import { type Instant, iso } from "../../core/model/time.ts";
import { instanceDetails, reasonDetails, transitionDetails } from "../../core/notices/details.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { believedAt } from "./belief.ts";
import { BadRequest, notFound } from "./failure.ts";
import { instant, queried } from "./query.ts";

const historyQuery = z.object({ at: instant.optional() });

/** One instance: how it stands, how it came to, and what we believed of it at a moment. */
export const historyRoutes = (ports: Ports): Hono =>
  new Hono()
    .get("/instances/:id", async (context) => context.json(shown(await found(ports, context.req.param("id")))))
    .get("/instances/:id/history", async (context) => {
      const { at } = queried(context, historyQuery);
      const record = await found(ports, context.req.param("id"));
      if (at === undefined) return context.json(shown(record));
      if (at > ports.clock.now()) throw stillToCome(at);
      return context.json({ ...shown(record), believed: { at: iso(at), ...believedOf(record, at) } });
    });

interface Found {
  readonly instance: Instance;
  readonly history: readonly Transition[];
}

async function found(ports: Ports, id: string): Promise<Found> {
  const instance = INSTANCE_ID.test(id) ? await ports.instances.find(id) : undefined;
  if (!instance) throw notFound("instance", id);
  return { instance, history: await ports.instances.history(id) };
}

const shown = ({ instance, history }: Found) => ({
  instance: instanceDetails(instance),
  history: history.map(transitionDetails),
});

/** The state and the transition that led to it, or the reason why neither is known. */
function believedOf({ instance, history: [oldest = instance.last, ...later] }: Found, at: Instant) {
  const belief = believedAt([oldest, ...later], at);
  return belief.kind === "known"
    ? { kind: belief.kind, state: belief.transition.to, transition: transitionDetails(belief.transition) }
    : { kind: belief.kind, reasons: [reasonDetails(belief.reason)] };
}

const stillToCome = (at: Instant): BadRequest =>
  new BadRequest(400, {
    code: "malformed",
    message: `${iso(at)} is still to come`,
    field: "at",
    fix: "ask for a time that is past, or for the instance as it is now",
  });
