import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noticeText } from "../../../adapters/messages/notice-text.ts";
import { LIST_PAGES_MAX } from "../../../core/model/limits.ts";
import { claimNotice, instanceNotice } from "../../../core/notices/notice-of.ts";
import { aClaim, anInstance, EPOCH, instanceNo, POOL } from "../../builders.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";
import { serve, startPlane } from "../plane.ts";

const at = (minute: number) => new Date(EPOCH - (60 - minute) * 60_000).toISOString();
const told = (minute: number, id: string) => noticeText({ ...instanceNotice(anInstance({ id })), at: at(minute) });
const window = ["--from", at(0), "--to", at(45)];

/** A plane whose archive holds an instance's notice of minute 1 and of 2, another's of 50, and a claim's of 3. */
async function startArchived() {
  const plane = await startPlane();
  plane.archive(
    told(1, instanceNo(1)),
    noticeText({ ...instanceNotice(anInstance({ version: 2 })), at: at(2) }),
    noticeText({ ...claimNotice(aClaim()), at: at(3) }),
    told(50, instanceNo(2)),
  );
  const pause = async () => plane.replayOn();
  return {
    ...plane,
    replay: (...args: string[]) => greenroom(["replay", "archive", ...args, "--url", plane.url], { pause }),
    replayJson: (...args: string[]) => greenroomJson(["replay", "archive", ...args, "--url", plane.url], { pause }),
  };
}

const NOTICE = JSON.parse(told(1, instanceNo(1))) as object;

/** A plane whose one replay was over at once, and whose shadow has kept what it is sent. */
const replayThatBrings = (kept: () => object) => ({
  fetch: ({ method }: Request) => {
    const replay = { name: "gr.t5abc1.0f0f.-.-", from: at(0), to: at(45), state: "completed" };
    return Response.json(method === "POST" ? { replay, isNew: true } : kept());
  },
});

describe("greenroom replay archive", () => {
  it("brings every notice of the window once, though the archive doubles and mixes them", async () => {
    const { replay } = await startArchived();
    const { exit, out } = await replay(...window);
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^gr\.\w+\.[0-9a-f]{4}\.-\.-: completed\n3 notices brought\.\n {2}Instance Changed: 2\n {2}Claim Changed: 1\n$/,
    );
  });

  it("writes them in the order of their time", async () => {
    const { replay } = await startArchived();
    const file = join(await mkdtemp(join(tmpdir(), "replay-")), "notices.ndjson");
    expect((await replay(...window, "--out", file)).out).toContain(`3 notices brought, written to ${file}.`);
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).time)).toEqual([at(1), at(2), at(3)]);
  });

  it.each([
    { args: ["--detail-type", "Claim Changed"], brought: { "Claim Changed": 1 } },
    { args: ["--pool", POOL, "--detail-type", "Instance Changed"], brought: { "Instance Changed": 2 } },
    { args: ["--pool", "nobodys"], brought: {} },
  ])("brings only $args", async ({ args, brought }) => {
    const { replayJson } = await startArchived();
    const { document } = await replayJson(...window, ...args);
    expect(document).toMatchObject({ replay: { state: "completed" }, types: brought });
  });

  it("waits for what the shadow has not kept yet when the last notice was sent", async () => {
    const kept = [[1], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4]];
    let readings = 0;
    const url = await serve(replayThatBrings(() => ({ notices: kept[readings++]!.map(() => NOTICE) })));
    const { document } = await greenroomJson(["replay", "archive", ...window, "--url", url], { pause: async () => {} });
    expect(document).toMatchObject({ notices: 4 });
    expect(readings).toBe(4);
  });

  it("says so when it brings more than one command reads", async () => {
    const url = await serve(replayThatBrings(() => ({ notices: [NOTICE], marker: "on" })));
    const { out } = await greenroom(["replay", "archive", ...window, "--url", url], { pause: async () => {} });
    expect(out).toContain(`${LIST_PAGES_MAX} notices brought.`);
    expect(out).toContain("There are more than one command reads: replay a shorter window.");
  });

  it("is cancelled when it is stopped, and says so", async () => {
    const { url, replayOn } = await startArchived();
    const stopping = new AbortController();
    const { exit, out } = await greenroom(["replay", "archive", ...window, "--url", url], {
      stopped: () => stopping.signal,
      pause: async () => {
        stopping.abort();
        replayOn();
      },
    });
    expect(exit).toBe(4);
    expect(out).toContain(": cancelled\n");
  });

  it.each([
    { args: ["--from", at(1), "--to", at(1)], err: "to: must be later than from" },
    { args: ["--from", at(0), "--to", at(51)], err: `End at ${at(50)} or earlier` },
    { args: ["--from", "2025-12-01T00:00:00Z", "--to", at(1)], err: "from: must be within 7 days of to" },
    { args: ["--from", "then", "--to", at(1)], err: "from: must be a time such as" },
    { args: [...window, "--pool", "NO"], err: "pool: must be a pool's id" },
    { args: [...window, "--detail-type", "Anything"], err: "Allowed choices are Instance Changed" },
  ])("refuses $args", async ({ args, err }) => {
    const { replay } = await startArchived();
    expect(await replay(...args)).toMatchObject({ exit: 2, err: expect.stringContaining(err) });
  });
});
