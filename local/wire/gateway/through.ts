import { apiFunction } from "../../../functions/manifest.ts";
import { api } from "../../../functions/routes.ts";
import { onHttp } from "../../../functions/shared/on-http.ts";
import type { CarrierParts } from "../../carrier.ts";
import type { Fetch } from "../../client.ts";
import { contextOf, invoked } from "../lambda.ts";
import type { Gateway, HttpEvent, HttpResult } from "./gateway.ts";

type LambdaEvent = Parameters<ReturnType<typeof onHttp>>[0];

interface Came {
  readonly event: HttpEvent;
  readonly answer: (result: HttpResult) => void;
}

/** By which a request that came through the gateway is known again. Not signed, as AWS adds it on the way. */
const TRACE = "x-amzn-trace-id";
const FAILED: HttpResult = { statusCode: 500, body: '{"message":"Internal Server Error"}' };

/** Requests of the API, over a socket to the gateway and from it to the function, and answers the same way back. Virtual time pauses
 *  still on both ways, and passes while the function works. */
export function throughGateway(gateway: Gateway, parts: CarrierParts): Fetch {
  const { scheduler } = parts;
  const waiting = new Map<string, (came: Came) => void>();
  let taken = 0;
  gateway.serve({
    clock: scheduler,
    handle: (event) =>
      new Promise((answer) => {
        const arrive = waiting.get(event.headers[TRACE] ?? "");
        if (arrive) arrive({ event, answer });
        else answer(FAILED);
      }),
  });
  return async (request) => {
    taken += 1;
    const trace = `Root=1-${taken}`;
    const arrival = Promise.withResolvers<Came>();
    waiting.set(trace, arrival.resolve);
    const trip = gateway.send(request, { [TRACE]: trace });
    const came = await scheduler.outside(() => Promise.race([arrival.promise, trip]));
    waiting.delete(trace);
    if (came instanceof Response) return came;
    const invocation = invoked(parts, async (wired) =>
      onHttp(apiFunction, api, wired)(came.event as unknown as LambdaEvent, contextOf("api")),
    );
    came.answer(await (invocation as Promise<HttpResult>).catch(() => FAILED));
    return scheduler.outside(() => trip);
  };
}
