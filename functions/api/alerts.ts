import { Hono } from "hono";
import * as z from "zod";
import { alertDetailsOf } from "../../core/notices/alert-notice.ts";
import { reasonDetails } from "../../core/notices/details.ts";
import type { ApiPorts } from "./api-ports.ts";
import { queried } from "./query.ts";

/** Alerts: those that are raised, and those that ended lately. */
export const alertRoutes = (ports: ApiPorts): Hono =>
  new Hono().get("/alerts", async (context) => {
    queried(context, z.object({}));
    const alerts = await ports.alerts.list();
    return context.json({
      alerts: alerts.map((alert) => ({ ...alertDetailsOf(alert), reasons: alert.last.reasons.map(reasonDetails) })),
    });
  });
