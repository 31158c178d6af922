import { Readable } from "node:stream";
import { HttpRequest, HttpResponse } from "@smithy/core/protocols";

/** What a service answers. */
export interface Canned {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a client sent, without what differs from run to run: dates, signatures, ids of invocations, versions. */
export interface Sent {
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which headers are signed, and for which region and service. */
  readonly signed: string;
}

const VARY = /^(?:x-amz-date|authorization|amz-sdk-invocation-id|amz-sdk-request|user-agent|x-amz-user-agent)$/;

/** An HTTP handler for a client that keeps what is sent, and answers it all alike. */
export function recorder({ status, headers = {}, body }: Canned) {
  const sent: Sent[] = [];
  const handle = async (request: HttpRequest) => {
    const { method, protocol, hostname, path } = HttpRequest.clone(request);
    const signature = request.headers.authorization ?? "";
    sent.push({
      to: `${method} ${protocol}//${hostname}${path}`,
      headers: Object.fromEntries(
        Object.entries(request.headers)
          .filter(([name]) => !VARY.test(name.toLowerCase()))
          .sort(([one], [other]) => one.localeCompare(other)),
      ),
      body: String(request.body ?? ""),
      signed: signature.replace(/\/\d{8}\//, "/").replace(/, Signature=.+/, ""),
    });
    return { response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: Readable.from([body]) }) };
  };
  return { sent, handler: { handle } };
}
