import { app } from "./api/app.ts";
import { apiFunction } from "./manifest.ts";
import { onHttp } from "./shared/on-http.ts";
import { wiredBy } from "./shared/ports.ts";

/** Services claim and release instances, engineers apply and look, instances report.
 *  In:    API Gateway HTTP API, IAM-signed
 *  Out:   see `functions/api/`
 *  Twice: a claim is one per caller and key; a release, a signal or an apply done again changes nothing.
 *  Late:  a claim that waited too long is refused by the next plan. */
export const handle = app;
export const handler = onHttp(
  apiFunction,
  handle,
  await wiredBy(async () => (await import("./shared/wire/api.ts")).wiredToApi()),
);
