import { describe, expect, it } from "vitest";
import { instanceNotice } from "../../core/notices/notice-of.ts";
import { READER_LAG_MAX, withNotices } from "../../local/notices.ts";
import type { Listener } from "../../local/topic.ts";
import { anInstance } from "../builders.ts";

const NOTICE = instanceNotice(anInstance());
const ASKED = new Request("http://plane/notices");

function started() {
  const listeners: Listener[] = [];
  const app = { fetch: () => new Response("the API's") };
  const plane = withNotices({ app, subscribe: (listener) => void listeners.push(listener) });
  return { plane, tell: () => listeners.forEach((listener) => void listener(NOTICE)) };
}

describe("GET /notices", () => {
  it("publishes every notice from now on, as server-sent events", async () => {
    const { plane, tell } = started();
    tell();
    const answer = await plane.fetch(ASKED);
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    tell();
    tell();
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const event = `id: ${NOTICE.noticeId}\ndata: ${JSON.stringify(NOTICE)}\n\n`;
    const read = [await reader.read(), await reader.read(), await reader.read()].map(({ value }) => value);
    expect(read).toEqual([": notices from now on\n\n", event, event]);
    await reader.cancel();
    expect(tell).not.toThrow();
  });

  it("cuts off who does not read", async () => {
    const { plane, tell } = started();
    const answer = await plane.fetch(ASKED);
    for (let told = 0; told < 2 * READER_LAG_MAX; told += 1) tell();
    const text = await answer.text();
    expect(text.split("data: ")).toHaveLength(READER_LAG_MAX);
  });

  it("leaves every other request to the API", async () => {
    const { plane } = started();
    for (const request of [new Request("http://plane/pools"), new Request(ASKED, { method: "POST" })])
      expect(await (await plane.fetch(request)).text()).toBe("the API's");
  });
});
