import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { claimants } from "../../../local/claimants.ts";
import { post, put } from "../../../local/client.ts";
import { localCloud } from "../../../local/cloud.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { PLAY_START } from "../../../local/play.ts";
import { recorder } from "../../../local/replay/recorder.ts";
import { replay } from "../../../local/replay/replay.ts";
import { written } from "./recording.ts";

describe("a recorded cloud at its worst", () => {
  it("is replayed as it went: sweeps of a listing that lies, zones without room, events that never come", async () => {
    const events: string[] = [];
    const decisions: string[] = [];
    const paper = { event: (line: string) => events.push(line), decision: (line: string) => decisions.push(line) };
    let refused = 0;
    const cloud = localCloud({
      seed: 11,
      start: PLAY_START,
      lose: 0.1,
      sweepEveryMs: 10 * MINUTE_MS,
      lies: {
        until: PLAY_START + DAY_MS,
        pageRows: 3,
        missing: 0.05,
        doubled: 0.05,
        throttled: 0.05,
        unanswered: 0.05,
      },
      capacity: ({ az, count }) => {
        refused += 1;
        return az.endsWith("a") && refused % 3 === 0 ? 0 : count;
      },
      recorder: recorder(paper, PLAY_START),
    });
    const targets = DEMO_POOLS.pools.map(({ id }) => ({ pool: id, types: ["m7i.large"] }));
    const crowd = claimants(cloud, targets);
    cloud.scheduler.after(0, () => void cloud.api.fetch(put("/pools", DEMO_POOLS)));
    for (let nth = 1; nth <= 30; nth += 1) cloud.scheduler.at(PLAY_START + nth * 4 * MINUTE_MS, () => crowd.arrive(1));
    await cloud.run(PLAY_START + 3 * HOUR_MS);

    const answers = events.filter((line) => line.includes("EC2 Answered"));
    for (const kind of ["no-capacity", "RequestLimitExceeded", '"page"', "unanswered", '"marker"', '"look"'])
      expect(
        answers.some((line) => line.includes(kind)),
        kind,
      ).toBe(true);
    const { difference, calls, failed } = await replay({
      events: await written(events),
      against: await written(decisions),
    });
    expect(difference).toMatchObject({ same: decisions.length, added: 0, removed: 0, changed: 0 });
    expect(calls).toMatchObject({ answered: answers.length, nominal: 0, unasked: 0 });
    expect(failed, "a throttled call fails its function, then as now").toBeGreaterThan(0);
  });
});

describe("a recording", () => {
  it("holds nothing of what claims bring for their instances: it may be a secret", async () => {
    const lines: string[] = [];
    const paper = { event: (line: string) => lines.push(line), decision: (line: string) => lines.push(line) };
    const cloud = localCloud({ seed: 1, start: PLAY_START, recorder: recorder(paper, PLAY_START) });
    const ask = (at: number, request: Request) => cloud.scheduler.at(at, () => void cloud.api.fetch(request));
    ask(PLAY_START, put("/pools", DEMO_POOLS));
    ask(PLAY_START + HOUR_MS, post("/pools/linux-ci/claims", { key: "job-1", userData: "#!/bin/sh\necho battery" }));
    await cloud.run(PLAY_START + HOUR_MS + MINUTE_MS);
    const asked = lines.filter((line) => line.includes("/pools/linux-ci/claims"));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("job-1");
    expect(lines.join("\n")).not.toContain("battery");
  });
});
