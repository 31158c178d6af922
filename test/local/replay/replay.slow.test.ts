import { beforeAll, describe, expect, it, vi } from "vitest";
import type * as refill from "../../../core/planner/refill.ts";
import { replay } from "../../../local/replay/replay.ts";
import { type Recording, record, written } from "./recording.ts";

/** One rule of the planner, which a test may change: how many a pool lacks. */
const rule = vi.hoisted(() => ({ isChanged: false }));
vi.mock("../../../core/planner/refill.ts", async (original) => {
  const real = await original<typeof refill>();
  const wants: typeof refill.wants = (...given) => {
    const found = real.wants(...given);
    return rule.isChanged ? { ...found, wants: found.wants.slice(1) } : found;
  };
  return { ...real, wants };
});

let recording: Recording;
beforeAll(async () => {
  recording = await record({ lose: 0.02 }, 2_000);
});

const replayed = async (changes: Partial<Pick<Recording, "events" | "decisions">> = {}) => {
  const { events, decisions } = { ...recording, ...changes };
  return replay({ events: await written(events), against: await written(decisions) });
};
const NO_DIFFERENCE = { added: 0, removed: 0, changed: 0, first: [], shown: [], notShown: 0, outside: 0 };

describe("a recording of the local cloud", () => {
  it("holds every kind of input, and enough of it to be worth replaying", () => {
    const kinds = new Set(recording.events.map((line) => JSON.parse(line)["detail-type"]));
    expect([...kinds].sort()).toEqual([
      "EC2 Answered",
      "EC2 Instance State-change Notification",
      "Perform Action",
      "Plan Pool",
      "Plan Tick",
      "Recording Began",
      "Request Received",
      "Wake",
    ]);
    expect(recording.events.length).toBeGreaterThan(1_500);
    expect(recording.decisions.length).toBeGreaterThan(1_000);
  });

  it("is replayed with the very decisions that were recorded", async () => {
    const { difference, decisions, calls, problems, messages } = await replayed();
    expect(difference).toEqual({ ...NO_DIFFERENCE, same: recording.decisions.length });
    expect(decisions.total).toBe(recording.decisions.length);
    expect(calls).toMatchObject({ nominal: 0, unasked: 0, open: 0 });
    expect(calls.answered).toBeGreaterThan(100);
    expect(problems).toEqual({ shown: [], notShown: 0 });
    expect(messages).toBe(recording.events.length);
  });

  it("is replayed alike every time", async () => {
    const events = await written(recording.events);
    expect(await replay({ events })).toEqual(await replay({ events }));
  });

  it("counts what is decided, and why", async () => {
    const { decisions } = await replay({ events: await written(recording.events) });
    expect(decisions.kinds["claim none → leased"]).toBeGreaterThan(20);
    expect(decisions.kinds["plan launch"]).toBeGreaterThan(10);
    expect(decisions.reasons["below-target"]).toBeGreaterThan(10);
    const sum = Object.values(decisions.kinds).reduce((total, count) => total + count, 0);
    expect(sum).toBe(decisions.total);
  });

  it("is gone on with from the records that stood in between", async () => {
    const { stored, events, decisions } = recording.halfway ?? expect.fail("no moment was quiet");
    expect(stored.instances.length).toBeGreaterThan(5);
    // The first line says that the rest is complete.
    const [began = "", rest] = [recording.events[0], recording.events.slice(events)];
    const start = JSON.parse(rest[0] ?? "")["handled-at"];
    const later = began.replace(/"handled-at":"[^"]*"/, `"handled-at":"${start}"`);
    const options = { events: await written([later, ...rest]), against: await written(recording.decisions) };
    const { difference, calls } = await replay({ ...options, stored });
    expect(difference).toEqual({
      ...NO_DIFFERENCE,
      same: recording.decisions.length - decisions,
      outside: decisions,
    });
    expect(calls).toMatchObject({ nominal: 0, unasked: 0 });
    const without = await replay(options);
    expect(without.difference?.removed, "without the records it is another story").toBeGreaterThan(100);
  });
});

describe("a changed rule of the planner", () => {
  it("is found, and named in each pool at the first plan that differs, with both sides' reasons", async () => {
    rule.isChanged = true;
    const { difference, calls } = await replayed().finally(() => {
      rule.isChanged = false;
    });
    expect(difference?.first.map(({ resource }) => resource).sort()).toEqual(["plan linux-ci", "plan windows-build"]);
    const [windows] = difference?.first.filter(({ pool }) => pool === "windows-build") ?? [];
    expect(windows).toMatchObject({ kind: "changed", fields: ["launches"] });
    expect(windows?.recorded?.what).toMatch(/^launch 3 × .*, launch 3 × .*, launch 2 × /);
    expect(windows?.replayed?.what).toMatch(/^launch 3 × .*, launch 2 × .*, launch 2 × /);
    for (const side of [windows?.recorded, windows?.replayed])
      expect(side?.reasons.map(({ text }) => text)).toEqual(["tier stopped holds 0 of 8"]);
    expect(calls.nominal + calls.unasked, "what was not asked then has no answer").toBeGreaterThan(0);
    expect(difference?.shown.length).toBeLessThanOrEqual(200);
  });
});

describe("a recording with something wrong in it", () => {
  it("reports each bad line by its number, and handles the rest", async () => {
    const lines = recording.events.toSpliced(10, 0, "{", '{"hello":1}');
    lines.splice(500, 0, lines[0]!.replace('"version":1', '"version":7'));
    lines.splice(
      600,
      0,
      '{"detail-type":"Wake","source":"greenroom","id":"x","time":"2026-01-05T00:30:00Z","detail":{"version":1}}',
    );
    const { problems, difference } = await replayed({ events: lines });
    expect(problems.shown).toEqual([
      { file: "events", line: 11, problem: "is not JSON" },
      { file: "events", line: 12, problem: expect.stringMatching(/neither an EventBridge event/) },
      { file: "events", line: 501, problem: "there is no contract greenroom.recording/Recording Began/v7" },
      { file: "events", line: 601, problem: expect.stringMatching(/^Malformed: Wake: detail\.instance: /) },
    ]);
    expect(difference).toMatchObject({ ...NO_DIFFERENCE, same: recording.decisions.length });
  });

  it("reports bad lines of the decisions too", async () => {
    const { problems, difference } = await replayed({ decisions: recording.decisions.toSpliced(3, 0, "oh") });
    expect(problems.shown).toEqual([{ file: "against", line: 4, problem: "is not JSON" }]);
    expect(difference).toMatchObject(NO_DIFFERENCE);
  });

  it("bounds what it reports, and counts the rest", async () => {
    const { problems } = await replay({ events: await written(Array.from({ length: 80 }, () => "{")) });
    expect(problems.shown).toHaveLength(50);
    expect(problems.notShown).toBe(30);
  });

  it("passes over what no function is sent", async () => {
    const unmanaged = {
      "detail-type": "EC2 AMI State Change",
      source: "aws.ec2",
      id: "x",
      time: "2026-01-05T00:30:00Z",
    };
    expect(await replay({ events: await written([JSON.stringify(unmanaged)]) })).toMatchObject({
      handled: 0,
      passedOver: 1,
    });
  });
});

describe("recorded decisions that were tampered with", () => {
  const planAt = (lines: readonly string[], from: number) =>
    lines.findIndex((line, at) => at >= from && line.includes("Plan Made") && line.includes('"launches":[]'));

  it("one taken out is added, one put in is removed, one changed is changed", async () => {
    const { decisions } = recording;
    const [out, twice] = [planAt(decisions, 200), planAt(decisions, 400)];
    const changed = decisions.findIndex((line, at) => at > 600 && line.includes("Claim Changed"));
    const lines = decisions.map((line, at) =>
      at === changed ? line.replace('"caller":"demand"', '"caller":"somebody"') : line,
    );
    const later = lines[twice]!.replaceAll(/"(at|time)":"([^"]*)\.\d{3}Z"/g, '"$1":"$2.999Z"');
    const tampered = lines.toSpliced(twice + 1, 0, later).toSpliced(out, 1);
    const { difference } = await replayed({ decisions: tampered });
    expect(difference).toMatchObject({ added: 1, removed: 1, changed: 1, same: decisions.length - 2 });
    expect(difference?.shown.map(({ kind }) => kind)).toEqual(["added", "removed", "changed"]);
    expect(difference?.shown[2]?.fields).toEqual(["caller"]);
  });
});
