import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Clock } from "../../../core/ports/ports.ts";
import { type Door, openDoor, type Replied, type WireRequest } from "../door.ts";
import { faultOf, type Keys, type SignatureScope, signed } from "./sigv4.ts";

/** What API Gateway hands to the function behind it. */
export type HttpEvent = APIGatewayProxyEventV2WithIAMAuthorizer;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** An HTTP API that asks for signatures, and its clients. */
export interface Gateway extends Door {
  /** Says what is behind it, and what time it is there; until then nobody is let in. */
  serve(behind: Behind): void;
  /** Sends a request, signed by its caller, over a socket. */
  send(request: Request, more?: Readonly<Record<string, string>>): Promise<Response>;
}

export interface Behind {
  readonly clock: Clock;
  /** The function. */
  readonly handle: (event: HttpEvent) => Promise<HttpResult>;
}

/** Source: API Gateway Developer Guide, "Control access to HTTP APIs with IAM authorization in API Gateway". */
const FORBIDDEN: Replied = { status: 403, type: "application/json", body: '{"message":"Forbidden"}' };
const FAILED: HttpResult = { statusCode: 500, body: '{"message":"Internal Server Error"}' };

/** Everybody who asks has keys of their own, by their name. */
const keysFor = (caller: string): Keys => {
  const digest = createHash("sha256").update(caller).digest("hex");
  return { id: `AKIA${digest.slice(0, 16).toUpperCase()}`, secret: digest.slice(16) };
};

/** Opens the gateway: what is not signed, by whom it says and as it is, never comes to the function.
 *  Source: API Gateway Developer Guide, "AWS Lambda proxy integrations for HTTP APIs", format 2.0. */
export async function openGateway(region: string): Promise<Gateway> {
  const scope: SignatureScope = { region, service: "execute-api" };
  let behind: Behind | undefined;
  const callers = new Map<string, string>();

  const door = await openDoor(async (asked) => {
    const headers = flat(asked);
    const keysOf = (id: string) => (callers.has(id) ? keysFor(callers.get(id) ?? "") : undefined);
    if (!behind || faultOf({ ...asked, headers }, keysOf, scope, behind.clock.now())) return FORBIDDEN;
    const [, id = ""] = /Credential=([^/]+)/.exec(headers.authorization ?? "") ?? [];
    const {
      statusCode = 200,
      headers: more = {},
      body = "",
    } = await behind.handle(eventOf(asked, headers, callers.get(id) ?? "")).catch(() => FAILED);
    const others = Object.entries(more).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const type = others.find(([name]) => name === "content-type")?.[1] ?? "application/json";
    return { status: statusCode, type, body, headers: Object.fromEntries(others) };
  });

  return {
    ...door,
    serve(given) {
      behind = given;
    },
    async send(request, more = {}) {
      const caller = request.headers.get("x-greenroom-caller") ?? "local";
      const keys = keysFor(caller);
      callers.set(keys.id, caller);
      const { pathname, search } = new URL(request.url);
      const path = pathname + search;
      const body = await request.text();
      const own = [...request.headers].filter(([name]) => name !== "x-greenroom-caller");
      const headers = { ...Object.fromEntries(own), host: new URL(door.url).host };
      const asked = { method: request.method, path, headers, body };
      const { host: _, ...sent } = signed(asked, keys, scope, behind?.clock.now() ?? 0);
      const init = { method: request.method, headers: { ...sent, ...more }, ...(body !== "" && { body }) };
      const response = await fetch(door.url + path, init);
      return new Response(await response.text(), { status: response.status, headers: response.headers });
    },
  };
}

const flat = ({ headers }: WireRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(",")]));

/** Without the request's id: the plane would keep it, and in memory there is none to compare with. */
function eventOf(
  { method, path, body }: WireRequest,
  headers: Readonly<Record<string, string>>,
  caller: string,
): HttpEvent {
  const [rawPath = "/", rawQueryString = ""] = path.split("?");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers,
    requestContext: {
      domainName: headers.host ?? "",
      http: {
        method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      stage: "$default",
      authorizer: { iam: { userArn: caller } },
    },
    ...(body !== "" && { body }),
    isBase64Encoded: false,
  } as unknown as HttpEvent;
}
