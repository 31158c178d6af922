import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { instanceNotice } from "../../../core/notices/notice-of.ts";
import { api } from "../../../functions/routes.ts";
import { withNotices } from "../../../local/notices.ts";
import type { Listener } from "../../../local/topic.ts";
import { anInstance, inState, instanceNo, POOL } from "../../builders.ts";
import { greenroom } from "../greenroom.ts";
import { serve, startStockedPlane } from "../plane.ts";

/** A plane with notices, and a watch of it that can be waited for. */
async function watching(...args: string[]) {
  const { ports } = await startStockedPlane();
  const listeners: Listener[] = [];
  const url = await serve(withNotices({ app: api(ports), subscribe: (listener) => void listeners.push(listener) }));
  const stop = new AbortController();
  let out = "";
  let heard = () => {};
  const ended = greenroom(["list", "--watch", "--url", url, ...args], {
    stopped: () => stop.signal,
    out: (text) => {
      out += text;
      heard();
    },
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve) => {
      heard = () => {
        if (out.includes(text)) resolve();
      };
      heard();
    });
  return {
    printed,
    tell: (instance: Instance) => {
      for (const listener of listeners) listener(instanceNotice(instance));
    },
    async stopped() {
      stop.abort();
      const { exit, err } = await ended;
      return { exit, out, err };
    },
  };
}

const changed = (n: number, to: "in-use" | "retiring", changes: Partial<Instance> = {}): Instance => {
  const now = inState(to, { id: instanceNo(n), version: 2, ...changes });
  return { ...now, last: { ...now.last, from: "warm", to, reasons: [{ code: "engineer" }] } };
};

describe("greenroom list --watch", () => {
  it("lists, then publishes each change once, until it is stopped", async () => {
    const { printed, tell, stopped } = await watching(POOL);
    await printed("windows-2022-build");
    tell(anInstance());
    tell(changed(1, "in-use"));
    tell(changed(1, "in-use"));
    tell(changed(2, "retiring"));
    await printed(instanceNo(2));
    const { exit, out, err } = await stopped();
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out.split("\n").slice(2)).toEqual([
      `2026-01-05 09:00:00Z  ${instanceNo(1)}  warm → in-use  an engineer requested it`,
      `2026-01-05 09:00:00Z  ${instanceNo(2)}  warm → retiring  an engineer requested it`,
      "",
    ]);
  });

  it("publishes only what enters or leaves the list", async () => {
    const { printed, tell, stopped } = await watching(POOL, "--state", "in-use", "--az", "eu-west-1a");
    await printed("no instances like that");
    tell(inState("retiring", { id: instanceNo(3) }));
    tell(changed(4, "in-use", { pool: "linux" }));
    tell(changed(5, "in-use", { az: "eu-west-1b" }));
    tell(changed(6, "in-use"));
    tell({ ...changed(7, "retiring"), last: { ...changed(7, "retiring").last, from: "in-use" } });
    await printed(instanceNo(7));
    expect((await stopped()).out.match(/i-0\w+/g)).toEqual([instanceNo(6), instanceNo(7)]);
  });

  it("prints a document a line with --json", async () => {
    const { printed, tell, stopped } = await watching(POOL, "--json");
    await printed("instances");
    tell(changed(1, "in-use"));
    await printed("noticeId");
    const lines = (await stopped()).out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { pool: POOL, instances: [{ id: instanceNo(1) }] },
      { noticeId: `${instanceNo(1)}:2`, resource: { state: "in-use" } },
    ]);
  });

  it("says where notices go on a plane that publishes none", async () => {
    const { run } = await startStockedPlane();
    const { exit, err } = await run("list", "--watch");
    expect(exit).toBe(3);
    expect(err).toMatch(/^greenroom: --watch: the plane at http:\S+ streams no notices over HTTP, .* SNS topic\n/);
  });

  it("says so when the plane goes", async () => {
    const url = await serve({
      fetch: async (request) =>
        new URL(request.url).pathname === "/notices" ? new Response(": hello\n\n") : Response.json({ instances: [] }),
    });
    expect(await greenroom(["list", "--watch", "--url", url])).toMatchObject({
      exit: 5,
      err: expect.stringContaining("the stream of notices ended: it ended the answer"),
    });
  });
});
