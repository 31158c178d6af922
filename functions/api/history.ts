import { Hono } from "hono";
import * as z from "zod";
import type { Chapter } from "../../core/model/chapter.ts";
import { INSTANCE_ID, type InstanceId } from "../../core/model/ids.ts";
import type { Instance } from "../../core/model/instance.ts";
import { type Instant, iso } from "../../core/model/time.ts";
import { instanceDetailsOf, reasonDetails, transitionDetails } from "../../core/notices/details.ts";
import type { BeliefAnswer, InstanceAnswer } from "../../events/answers/instances.ts";
import type { ApiPorts } from "./api-ports.ts";
import { believedAt } from "./belief.ts";
import { BadRequest, notFound } from "./failure.ts";
import { instant, queried } from "./query.ts";

const historyQuery = z.object({ at: instant.optional() });

/** One instance: its present record, its history, and what the record said at a moment. */
export const historyRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/instances/:id", async (context) => {
      const id = context.req.param("id");
      const known = (await found(ports, id)) ?? missing(id);
      return context.json({ ...shown(known), instance: instanceDetailsOf(known.instance) } satisfies InstanceAnswer);
    })
    .get("/instances/:id/history", async (context) => {
      const { at } = queried(context, historyQuery);
      const id = context.req.param("id");
      const known = (await remembered(ports, id)) ?? missing(id);
      if (at === undefined) return context.json(shown(known));
      if (at > ports.clock.now()) throw stillToCome(at);
      const believed = await beliefAt(ports, known, at);
      return context.json({ ...shown(known), believed } satisfies BeliefAnswer);
    });

interface Remembered {
  readonly id: InstanceId;
  /** Absent: it expires. */
  readonly instance?: Instance;
  /** What the record keeps, oldest first; of a expired one, the last chapter. */
  readonly history: Chapter["transitions"];
}

async function found(ports: ApiPorts, id: string): Promise<Required<Remembered> | undefined> {
  const instance = INSTANCE_ID.test(id) ? await ports.instances.find(id) : undefined;
  if (!instance) return undefined;
  const [first = instance.last, ...later] = await ports.instances.history(id);
  return { id, instance, history: [first, ...later] };
}

/** Chapters outlive the record. */
async function remembered(ports: ApiPorts, id: string): Promise<Remembered | undefined> {
  const kept = await found(ports, id);
  if (kept || !INSTANCE_ID.test(id)) return kept;
  const last = await ports.histories.at(id, ports.clock.now());
  return last && { id, history: last.transitions };
}

const shown = ({ instance, history }: Remembered) => ({
  ...(instance && { instance: instanceDetailsOf(instance) }),
  history: history.map(transitionDetails),
});

/** The state and the transition that led to it, or the reason why neither is known. */
async function beliefAt(
  { histories }: ApiPorts,
  { id, history }: Remembered,
  at: Instant,
): Promise<BeliefAnswer["believed"]> {
  const kept = believedAt(history, at);
  const belief =
    kept.kind === "forgotten" ? believedAt((await histories.at(id, at))?.transitions ?? history, at) : kept;
  return belief.kind === "known"
    ? { at: iso(at), kind: belief.kind, state: belief.transition.to, transition: transitionDetails(belief.transition) }
    : { at: iso(at), kind: belief.kind, reasons: [reasonDetails(belief.reason)] };
}

function missing(id: string): never {
  throw notFound("instance", id);
}

const stillToCome = (at: Instant): BadRequest =>
  new BadRequest(400, {
    code: "malformed",
    message: `${iso(at)} is still to come`,
    field: "at",
    fix: "ask for a time that is past, or for the instance as it is now",
  });
