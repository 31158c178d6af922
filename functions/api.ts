import { handle as lambda } from "hono/aws-lambda";
import { app } from "./api/app.ts";
import { chain } from "./shared/chain.ts";
import { wiredBy } from "./shared/ports.ts";

/** Services claim and release instances, engineers apply and look, instances report.
 *  In:    API Gateway HTTP API, IAM-signed
 *  Out:   see `functions/api/`
 *  Twice: a claim is one per caller and key; a release, a signal or an apply done again changes nothing.
 *  Late:  a claim that waited too long is refused by the next plan. */
export const handle = app;

const ports = await wiredBy(() => import("./shared/wire.ts"));
type Lambda = ReturnType<typeof lambda>;
let serving: Promise<Lambda> | undefined;
export const handler = chain(async (event: Parameters<Lambda>[0], context) => {
  serving ??= ports().then((wired) => lambda(app(wired)));
  const answer = await (await serving)(event, context);
  (await ports()).counters.count("handled", { function: "api", outcome: String(answer.statusCode) });
  return answer;
});
