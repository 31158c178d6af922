import type { InstanceId } from "../core/model/ids.ts";
import { CLIENT_RETRY_MS, CLIENT_TRIES_MAX } from "./assumptions.ts";
import type { Scheduler } from "./time/scheduler.ts";

export type Fetch = (request: Request) => Promise<Response>;

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Who an instance is to the API: the session of its profile's credentials. */
export const guestCaller = (id: InstanceId): string => `arn:aws:sts::000000000000:assumed-role/greenroom-guest/${id}`;

/** The same request in the name of a launch token. */
export function sealed(request: Request, token: string | undefined): Request {
  if (token === undefined) return request;
  request.headers.set("x-greenroom-caller", "nobody");
  request.headers.set("x-greenroom-launch-token", token);
  return request;
}

/** A request of the API with a JSON body. */
export const post = (path: string, body: object, caller = "local"): Request => send("POST", path, body, caller);
export const put = (path: string, body: object, caller = "local"): Request => send("PUT", path, body, caller);

export const get = (path: string, caller = "local"): Request =>
  new Request(new URL(path, "http://greenroom.local"), { headers: { "x-greenroom-caller": caller } });

function send(method: string, path: string, content: object, caller: string): Request {
  const body = JSON.stringify(content);
  return new Request(new URL(path, "http://greenroom.local"), {
    method,
    headers: {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "x-greenroom-caller": caller,
    },
    body,
  });
}

export interface Patience {
  /** The resource may not be recorded yet: 404 is asked again. */
  readonly notFoundIsEarly?: boolean;
  /** Whether the answer is still of use. */
  readonly wanted?: () => boolean;
}

/** Asks as well-behaved clients do: again after a failure that is not theirs, each time after twice as long.
 *  Undefined: given up, or wanted no longer. */
export async function askUntilAnswered(
  scheduler: Scheduler,
  fetch: Fetch,
  request: () => Request,
  { notFoundIsEarly = false, wanted = () => true }: Patience = {},
): Promise<HttpAnswer | undefined> {
  for (let tries = 0; tries < CLIENT_TRIES_MAX && wanted(); tries += 1) {
    const response = await fetch(request());
    const isFinal = response.status < 500 && !(notFoundIsEarly && response.status === 404);
    if (isFinal) return { status: response.status, body: await response.json() };
    await scheduler.sleep(CLIENT_RETRY_MS * 2 ** tries);
  }
  return undefined;
}
