import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

/** A request as a service's protocol reads it. */
export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Replied {
  readonly status: number;
  /** The body's content type. */
  readonly type: string;
  readonly body: string;
  /** Beside the type. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What answers a service's requests. What it throws is no answer at all: the connection breaks off. */
export type WireService = (asked: WireRequest) => Promise<Replied>;

/** A service on the loopback interface, on a free port of its own. */
export interface Door {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Answers nobody any more. */
  close(): Promise<void>;
}

/** No AWS API takes a longer request. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** Opens a service that nobody but this machine can reach. */
export async function openDoor(answer: WireService): Promise<Door> {
  const server = createServer(async (request, response) => {
    const body = await whole(request);
    const { method = "GET", url: path = "/", headers } = request;
    const replied = body === undefined ? TOO_LONG : await answer({ method, path, headers, body });
    response.writeHead(replied.status, { ...replied.headers, "content-type": replied.type }).end(replied.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("a server that listens has an address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const TOO_LONG: Replied = { status: 413, type: "text/plain", body: `A request has at most ${BODY_BYTES_MAX} bytes.` };

/** Undefined: longer than anybody needs. */
async function whole(request: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? undefined : Buffer.concat(chunks).toString("utf8");
}
