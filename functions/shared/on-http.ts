import type { Hono } from "hono";
import { handle as lambda } from "hono/aws-lambda";
import { chain } from "./chain.ts";
import type { FedBy, PortsOf } from "./manifest/row.ts";
import type { Wired } from "./ports.ts";

type Lambda = ReturnType<typeof lambda>;

/** Requests of an HTTP API of API Gateway, format 2.0, answered by an app. Each is counted by its status. */
export function onHttp<Row extends FedBy<"http">>(
  { name }: Row,
  app: (ports: PortsOf<Row>) => Hono,
  wired: Wired<PortsOf<Row>>,
) {
  let serving: Promise<Lambda> | undefined;
  return chain(async (event: Parameters<Lambda>[0], context) => {
    serving ??= wired().then((ports) => lambda(app(ports)));
    const answer = await (await serving)(event, context);
    (await wired()).counters.count("handled", { function: name, outcome: String(answer.statusCode) });
    return answer;
  });
}
