import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";

export interface Listening {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Answers nobody any more, those it is just answering included. */
  close(): Promise<void>;
}

/** Serves an app over HTTP on the loopback interface, which nobody else can reach: nothing here checks who asks.
 *  Port 0 is any free one. A port that is taken is a value. */
export async function listen(
  app: { fetch(request: Request): Response | Promise<Response> },
  port: number,
): Promise<Listening | "port-taken"> {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return "port-taken";
    throw error;
  }
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}
