import { Hono } from "hono";
import * as z from "zod";
import { RELATIVE_ERROR } from "../../core/delivery/histogram.ts";
import { lossSince } from "../../core/delivery/loss.ts";
import { type PathReport, pathReport } from "../../core/delivery/report.ts";
import { PROBE_PATHS, windowStart } from "../../core/model/delivery.ts";
import { PROBE_GRACE_MS, PROBE_RETENTION_MS, PROBE_TICK_MS, PROBE_WINDOW_MS } from "../../core/model/limits.ts";
import { HOUR_MS, type Instant, iso } from "../../core/model/time.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest } from "./failure.ts";
import { ago, queried } from "./query.ts";

const deliveryQuery = z.object({ since: ago.default({ agoMs: HOUR_MS }) });

/** How long notices take to their subscribers, by path, as probes measured it. */
export const deliveryRoutes = (ports: ApiPorts): Hono =>
  new Hono().get("/delivery", async (context) => {
    const now = ports.clock.now();
    const { since: asked } = queried(context, deliveryQuery);
    const since = windowStart(typeof asked === "number" ? asked : now - asked.agoMs);
    if (since > now || since < windowStart(now - PROBE_RETENTION_MS)) throw outOfReach(since, now);
    const paths = await Promise.all(
      PROBE_PATHS.map(async (path) => {
        const windows = await ports.deliveries.windows(path, since, now + 1);
        const loss = lossSince(windows, now);
        return { ...pathDetails(pathReport(path, windows, now)), ...(loss && { lossSince: iso(loss.since) }) };
      }),
    );
    return context.json({
      since: iso(since),
      until: iso(now),
      measuredBy: "probes",
      everyMs: PROBE_TICK_MS,
      windowMs: PROBE_WINDOW_MS,
      graceMs: PROBE_GRACE_MS,
      relativeError: RELATIVE_ERROR,
      paths,
    });
  });

const outOfReach = (since: Instant, now: Instant): BadRequest =>
  new BadRequest(400, {
    code: "malformed",
    message: `${iso(since)} is ${since > now ? "still to come" : "longer ago than probes are kept"}`,
    field: "since",
    fix: `ask from ${iso(now - PROBE_RETENTION_MS)} on`,
  });

/** A path's report as everybody outside sees it. */
const pathDetails = ({ longest, silence, ...report }: PathReport) => ({
  ...report,
  ...(longest !== undefined && { maxMs: longest }),
  ...(silence && {
    silence: {
      ms: silence.ms,
      from: iso(silence.from),
      ...(silence.until !== undefined && { until: iso(silence.until) }),
    },
  }),
});
