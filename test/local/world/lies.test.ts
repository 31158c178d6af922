import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { put } from "../../../local/client.ts";
import { localCloud } from "../../../local/cloud.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import type { Lies } from "../../../local/world/lies.ts";
import { EPOCH } from "../../builders.ts";

const ZONE = "eu-central-1a";
const HOUR = EPOCH + HOUR_MS;

/** What the listing answers to the first page of a zone whose pools are full, in a world that lies so, or not at all. */
async function firstPage(lies?: Omit<Lies, "until" | "pageRows">, until = HOUR + MINUTE_MS) {
  const cloud = localCloud({ seed: 1, start: EPOCH, ...(lies && { lies: { until, pageRows: 2, ...lies } }) });
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
  await cloud.run(HOUR);
  const answer = await cloud.world.ports.listing.page({ zone: ZONE, limit: 1_000 });
  return answer.kind === "page" ? { ...answer, ids: answer.rows.map(({ id }) => id) } : answer;
}

describe("a listing that lies", () => {
  it("gives few rows a page, and is honest in what it is not set to lie about", async () => {
    const honest = await firstPage();
    const short = await firstPage({});
    if (honest.kind !== "page" || short.kind !== "page") throw new Error("no page");
    expect(short.ids).toEqual(honest.ids.slice(0, 2));
    expect(short.marker).toBe(short.ids[1]);
  });

  it.each<[string, Omit<Lies, "until" | "pageRows">, object]>([
    ["leaves rows out", { missing: 1 }, { rows: [] }],
    ["holds rows back for another page", { moved: 1 }, { rows: [] }],
    ["shows nobody who was not there in the past", { stale: 1, staleMs: 2 * HOUR_MS }, { rows: [] }],
    ["answers with nothing", { empty: 1 }, { kind: "page", rows: [] }],
    ["does not answer", { unanswered: 1 }, { kind: "unanswered", error: "Unavailable" }],
    ["loses a zone", { outage: 1, outageMs: HOUR_MS }, { kind: "unanswered", error: "Unavailable" }],
  ])("%s", async (_, lies, answer) => expect(await firstPage(lies)).toMatchObject(answer));

  it("gives rows twice", async () => {
    const doubled = await firstPage({ doubled: 1 });
    expect(doubled).toMatchObject({ ids: { length: 4 } });
  });

  it("is throttled", async () => {
    await expect(firstPage({ throttled: 1 })).rejects.toMatchObject({ fate: "retry-after" });
  });

  it("reports the truth once its time is over", async () => {
    expect(await firstPage({ missing: 1, throttled: 1 }, HOUR)).toEqual(await firstPage());
  });
});

describe("a schedule of sweeps", () => {
  it("lists nothing unless it is asked for, and every zone when it is", async () => {
    const pages = async (options: { sweepEveryMs?: number }) => {
      const cloud = localCloud({ seed: 1, start: EPOCH, ...options });
      cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
      await cloud.run(EPOCH + 11 * MINUTE_MS);
      return cloud.world.calls().DescribeInstances;
    };
    expect(await pages({})).toBe(0);
    expect(await pages({ sweepEveryMs: 5 * MINUTE_MS })).toBe(6);
  });
});
