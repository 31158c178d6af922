import { type Context, Hono } from "hono";
import * as z from "zod";
import { type ReplayStarted, replayArchive } from "../../core/flows/replay-archive.ts";
import { POOL_ID } from "../../core/model/ids.ts";
import { PAGE_MAX } from "../../core/model/limits.ts";
import { wantedBy } from "../../core/model/replay.ts";
import { iso } from "../../core/model/time.ts";
import { type Replay, replayedKey } from "../../core/ports/replays.ts";
import { NOTICE_KINDS } from "../../events/notices/notice.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, body, notFound, parsed } from "./failure.ts";
import { instant, queried } from "./query.ts";

const replayRequest = z.strictObject({
  from: instant,
  to: instant,
  pool: z.string().regex(POOL_ID, "must be a pool's id").optional(),
  detailType: z.enum(Object.keys(NOTICE_KINDS)).optional(),
});
const KEY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#./;
const noticesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX),
  marker: z.string().optional(),
});

/** Replays of the archive of notices, to nobody but the shadow rule: begun, looked at, cancelled, and what they brought. */
export const replayRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .post("/replays", async (context) => {
      const { from, to, pool, detailType } = parsed(replayRequest, await body(context));
      const kind = detailType && NOTICE_KINDS[detailType];
      const started = await replayArchive(ports, { from, to, ...(pool && { pool }), ...(kind && { kind }) });
      if (started.kind !== "started") throw refusal(started);
      return context.json({ replay: replayDetails(started.replay), isNew: started.isNew }, 202);
    })
    .get("/replays/:name", async (context) => context.json({ replay: replayDetails(await found(ports, context)) }))
    .delete("/replays/:name", async (context) => {
      const { name } = await found(ports, context);
      await ports.replays.cancel(name);
      return context.json({ replay: replayDetails(await found(ports, context)) });
    })
    .get("/replays/:name/notices", async (context) => {
      const { limit, marker } = queried(context, noticesQuery);
      const after = marker === undefined ? undefined : keyIn(marker);
      const notices = await ports.replayed.page(nameIn(context), { limit, ...(after !== undefined && { after }) });
      const last = notices.length === limit ? notices.at(-1) : undefined;
      return context.json({
        notices: notices.map(({ text }) => JSON.parse(text) as unknown),
        ...(last && { marker: Buffer.from(replayedKey(last)).toString("base64url") }),
      });
    });

function nameIn(context: Context): string {
  const name = context.req.param("name") ?? "";
  if (!wantedBy(name)) throw notFound("replay", name);
  return name;
}

async function found({ replays }: ApiPorts, context: Context): Promise<Replay> {
  const name = nameIn(context);
  const replay = await replays.find(name);
  if (!replay) throw notFound("replay", name);
  return replay;
}

function keyIn(marker: string): string {
  const key = Buffer.from(marker, "base64url").toString();
  if (KEY.test(key)) return key;
  throw new BadRequest(400, {
    code: "bad-marker",
    message: "it is no marker of what a replay brought",
    field: "marker",
    fix: "give the marker of the last answer as it is, or none, to begin anew",
  });
}

const replayDetails = ({ name, from, to, state, reachedAt, why }: Replay) => ({
  name,
  ...wantedBy(name),
  from: iso(from),
  to: iso(to),
  state,
  ...(reachedAt !== undefined && { reachedAt: iso(reachedAt) }),
  ...(why !== undefined && { why }),
});

function refusal(started: Exclude<ReplayStarted, { kind: "started" }>): BadRequest {
  if (started.kind === "refused")
    return new BadRequest(409, { code: "refused", message: started.error, fix: "wait for one to end, or cancel it" });
  const { field, rule, latest } = started;
  return new BadRequest(400, {
    code: "malformed",
    message: rule,
    field,
    fix: latest === undefined ? "name another window" : `end at ${iso(latest)} or earlier: notices reach it late`,
  });
}
