import type { Notice } from "../events/notices/notice.ts";
import type { Listener } from "./topic.ts";

/** Notices that may wait for a reader before it is left behind. */
export const READER_LAG_MAX = 1_000;

export interface NoticeSource {
  readonly app: { fetch(request: Request): Response | Promise<Response> };
  subscribe(listener: Listener): void;
}

/** The API, and beside it `GET /notices`: every notice from now on, at least once, as server-sent events with the notice's id.
 *  It replaces the topic, which on AWS is SNS. Who reads too slowly is cut off, and has to list again. */
export function withNotices({ app, subscribe }: NoticeSource): NoticeSource["app"] {
  const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  subscribe((notice: Notice) => {
    const event = encoder.encode(`id: ${notice.noticeId}\ndata: ${JSON.stringify(notice)}\n\n`);
    for (const reader of readers) {
      reader.enqueue(event);
      if ((reader.desiredSize ?? 0) > 0) continue;
      readers.delete(reader);
      reader.close();
    }
  });

  const streamed = (): Response => {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          mine = controller;
          readers.add(mine);
          // Sent at once: the reader knows that it misses nothing from here.
          controller.enqueue(encoder.encode(": notices from now on\n\n"));
        },
        cancel: () => void readers.delete(mine),
      },
      { highWaterMark: READER_LAG_MAX },
    );
    return new Response(stream, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
  };

  return {
    fetch: (request) =>
      request.method === "GET" && new URL(request.url).pathname === "/notices" ? streamed() : app.fetch(request),
  };
}
