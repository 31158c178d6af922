import { Hono } from "hono";
import * as z from "zod";
import { onSignal } from "../../core/flows/on-signal.ts";
import { userDataFor } from "../../core/flows/user-data.ts";
import type { Instance } from "../../core/model/instance.ts";
import { PAGE_MAX, STAGE_PAGES_MAX } from "../../core/model/limits.ts";
import { instanceDetailsOf, reasonDetails } from "../../core/notices/details.ts";
import { bootstrapOf } from "../../core/readiness/bootstrap.ts";
import { authorizes } from "../../core/readiness/identity.ts";
import { stageTimes } from "../../core/readiness/stage-times.ts";
import type { InstancesAnswer } from "../../events/answers/instances.ts";
import { pageOf, wholeOf } from "../../events/pages.ts";
import { signalRequest } from "../../events/requests/signal.v1.ts";
import { STATES } from "../../events/states.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, body, notFound, parsed } from "./failure.ts";
import { itself, mismatch } from "./itself.ts";
import { listed } from "./list.ts";
import { instant, pageQuery, queried } from "./query.ts";

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
export const instanceRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/instances", async (context) => context.json(await page(ports, queried(context, everywhereQuery))))
    .get("/pools/:pool/instances", async (context) => {
      const asked = queried(context, inPoolQuery);
      return context.json(await page(ports, { ...asked, pool: context.req.param("pool") }));
    })
    .get("/pools/:pool/stages", async (context) => {
      const pool = context.req.param("pool");
      if (!(await ports.pools.find(pool))) throw notFound("pool", pool);
      const records = await sample(ports, pool);
      return context.json({ instances: records.length, images: stageTimes(records) });
    })
    .get("/instances/:id/bootstrap", async (context) => {
      const id = context.req.param("id");
      const proof = await itself(ports, context, id);
      const instance = await ports.instances.find(id);
      if (!instance) throw notFound("instance", id);
      if (!authorizes(instance, proof)) throw await mismatch(ports, context, id);
      return context.json(bootstrapOf(instance));
    })
    .get("/instances/:id/starts/:nonce/user-data", async (context) => {
      const { id, nonce } = context.req.param();
      const proof = await itself(ports, context, id);
      const handed = await userDataFor(ports, id, nonce, proof);
      context.header("cache-control", "no-store");
      switch (handed.kind) {
        case "unknown-instance":
          throw notFound("instance", id);
        case "identity-mismatch":
          throw await mismatch(ports, context, id);
        case "not-this-start":
          throw new BadRequest(409, {
            code: "not-this-start",
            message: `${id} is not delivered, or not under the nonce ${nonce}`,
            field: "nonce",
            fix: "ask for the bootstrap instructions",
          });
        case "none":
          return context.body(null, 204);
        case "user-data":
          return context.text(handed.text);
      }
    })
    .post("/instances/:id/signals", async (context) => {
      const id = context.req.param("id");
      const { name, ok, ...rest } = parsed(signalRequest, await body(context));
      const sent = { name, ok, ...withoutHoles(rest) };
      const proof = await itself(ports, context, id);
      const { moved, verdict, isMismatch } = await onSignal(ports, id, sent, proof);
      if (isMismatch) throw await mismatch(ports, context, id);
      if (moved.kind === "unmanaged") throw notFound("instance", id);
      return context.json({
        accepted: moved.kind !== "refused" && moved.kind !== "late",
        ...(moved.kind === "refused" && { reasons: [reasonDetails(moved.reason)] }),
        instance: instanceDetailsOf(moved.instance),
        ...(verdict && { verdict: { kind: verdict.kind, reasons: verdict.reasons.map(reasonDetails) } }),
      });
    });

type Whole<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** Zod writes an absent optional as `T | undefined`; the model means absent. */
const withoutHoles = <T extends object>(from: T): Whole<T> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Whole<T>;

/** Records of a pool, tombstones included: all of them, or the first of many. */
async function sample(ports: ApiPorts, pool: string): Promise<readonly Instance[]> {
  const read = async (after?: string) => {
    const records = await ports.instances.page(pool, { limit: PAGE_MAX, ...(after !== undefined && { after }) });
    return pageOf(records, PAGE_MAX, ({ id }) => id);
  };
  return (await wholeOf(read, STAGE_PAGES_MAX)).items;
}

type Asked = z.output<typeof everywhereQuery>;

async function page(ports: ApiPorts, asked: Asked): Promise<InstancesAnswer> {
  const { items, ...rest } = await listed<Instance>(ports, "instances", asked, {
    keyOf: ({ id }) => id,
    read: (pool, part) => ports.instances.page(pool, part),
    keeps: isWanted(asked),
  });
  return { instances: items.map(instanceDetailsOf), ...rest };
}

const isWanted =
  ({ state, az, changedSince = 0, tombstones }: Asked) =>
  (instance: Instance): boolean =>
    (state === undefined || instance.state === state) &&
    (az === undefined || instance.az === az) &&
    instance.last.at >= changedSince &&
    (tombstones || instance.state !== "gone");
