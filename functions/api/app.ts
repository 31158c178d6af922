import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { REQUEST_BYTES_MAX } from "../../core/model/limits.ts";
import { alertRoutes } from "./alerts.ts";
import type { ApiPorts } from "./api-ports.ts";
import { autopsyRoutes } from "./autopsies.ts";
import { claimRoutes } from "./claims.ts";
import { deadLetterRoutes } from "./dead-letters.ts";
import { deliveryRoutes } from "./delivery.ts";
import { doctorRoutes } from "./doctor.ts";
import { BadRequest, failure } from "./failure.ts";
import { forecastRoutes } from "./forecast.ts";
import { historyRoutes } from "./history.ts";
import { instanceRoutes } from "./instances.ts";
import { ledgerRoutes } from "./ledger.ts";
import { poolRoutes } from "./pools.ts";
import { replayRoutes } from "./replays.ts";
import { sweepRoutes } from "./sweeps.ts";
import { templateRoutes } from "./templates.ts";

/** The HTTP API, behind API Gateway and behind the local server alike. */
export const app = (ports: ApiPorts): Hono => {
  const tooLarge = () => {
    throw new BadRequest(413, {
      code: "too-large",
      message: `the request is larger than ${REQUEST_BYTES_MAX} bytes`,
      fix: "apply fewer pools at a time",
    });
  };
  return new Hono()
    .use(bodyLimit({ maxSize: REQUEST_BYTES_MAX, onError: tooLarge }))
    .route("/", claimRoutes(ports))
    .route("/", poolRoutes(ports))
    .route("/", forecastRoutes(ports))
    .route("/", instanceRoutes(ports))
    .route("/", historyRoutes(ports))
    .route("/", ledgerRoutes(ports))
    .route("/", autopsyRoutes(ports))
    .route("/", sweepRoutes(ports))
    .route("/", templateRoutes(ports))
    .route("/", deadLetterRoutes(ports))
    .route("/", alertRoutes(ports))
    .route("/", doctorRoutes(ports))
    .route("/", replayRoutes(ports))
    .route("/", deliveryRoutes(ports))
    .notFound((context) =>
      context.json({ error: { code: "no-such-path", message: `nothing answers ${context.req.path}` } }, 404),
    )
    .onError(failure);
};
