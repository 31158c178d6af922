import { Hono } from "hono";
import * as z from "zod";
import { type Explained, explainForecast } from "../../core/flows/explain-forecast.ts";
import { iso } from "../../core/model/time.ts";
import { reasonDetails } from "../../core/notices/details.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, notFound } from "./failure.ts";
import { queried } from "./query.ts";

/** What a pool's forecast says of the next day, how good it was, and why. */
export const forecastRoutes = (ports: ApiPorts): Hono =>
  new Hono().get("/pools/:pool/forecast", async (context) => {
    queried(context, z.object({}));
    const id = context.req.param("pool");
    const explained = await explainForecast(ports, id);
    if (explained.kind === "unknown-pool") throw notFound("pool", id);
    if (explained.kind === "no-forecast")
      throw new BadRequest(404, {
        code: "no-forecast",
        message: `pool ${id} has no forecast`,
        field: "pool",
        fix: "give it one in its file, such as forecast: { hit: 0.95 }, and apply it",
      });
    return context.json({ pool: id, ...detailsOf(explained) });
  });

function detailsOf({ at, policy, countedTo, forecast, target, reasons, confidence, lately, ahead }: Explained) {
  return {
    at: iso(at),
    on: policy.on,
    hit: policy.hit,
    ...(countedTo !== undefined && { countedTo: iso(countedTo) }),
    ...(forecast && {
      forecast: {
        day: forecast.day,
        madeAt: iso(forecast.madeAt),
        days: forecast.days,
        basis: forecast.model.basis,
        leadSeconds: forecast.model.aim.leadSeconds,
        staticSize: forecast.model.staticSize,
        holdMinutes: forecast.model.holdMinutes,
        ...(forecast.model.backTest && { backTest: forecast.model.backTest }),
      },
    }),
    ...(target !== undefined && { target }),
    reasons: reasons.map(reasonDetails),
    confidence,
    lately,
    ahead: ahead.map((bin) => ({ ...bin, at: iso(bin.at), claims: Math.round(bin.claims * 100) / 100 })),
  };
}
