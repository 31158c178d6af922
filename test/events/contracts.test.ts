import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { performActionCommand } from "../../events/commands/perform-action.v1.ts";
import { planPoolCommand } from "../../events/commands/plan-pool.v1.ts";
import { wake } from "../../events/commands/wake.v1.ts";
import { type Contract, keyOf, read, write } from "../../events/contract.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { EPOCH, instanceNo } from "../builders.ts";

const ENVELOPE = {
  version: "0",
  id: "3f9b1c52-6d0e-4a7b-9c41-5d2f8e7a1b60",
  "detail-type": ec2InstanceStateChange.detailType,
  source: ec2InstanceStateChange.source,
  account: "111122223333",
  time: "2026-01-05T09:00:00Z",
  region: "eu-west-1",
  resources: [],
  detail: { "instance-id": instanceNo(1), state: "running" },
};
const stated = (changes: object) => read(ec2InstanceStateChange, JSON.stringify({ ...ENVELOPE, ...changes }));
const fields = (reading: ReturnType<typeof read>) =>
  reading.kind === "malformed" ? reading.problems.map(({ field }) => field) : reading.kind;
const { version: _, ...UNVERSIONED } = ENVELOPE;

describe("an instance's id", () => {
  it.each([
    ["i-0a1b2c3d", true],
    ["i-0a1b2c3d4e5f60718", true],
    ["i-0a1b2c3d4", false],
    ["i-0A1B2C3D", false],
    ["i-", false],
    ["", false],
    [" i-0a1b2c3d", false],
    ["ami-0a1b2c3d", false],
    [17, false],
    [null, false],
  ])("%j is taken: %s", (id, taken) => {
    const reading = stated({ detail: { ...ENVELOPE.detail, "instance-id": id } });
    expect(fields(reading)).toEqual(taken ? "heard" : ["detail.instance-id"]);
  });
});

describe("a message", () => {
  it("may say more than its contract knows, which is left out", () => {
    const reading = stated({ "ingestion-time": "x", detail: { ...ENVELOPE.detail, "state-reason": { code: 7 } } });
    expect(reading).toMatchObject({ kind: "heard", event: { detail: ENVELOPE.detail } });
    expect(reading).not.toHaveProperty("event.detail.state-reason");
  });

  it("of AWS's may leave out the version that is always 0", () => {
    expect(read(ec2InstanceStateChange, JSON.stringify(UNVERSIONED)).kind).toBe("heard");
  });

  it.each([
    ["detail-type", "EC2 Something Else", "aws.ec2/EC2 Something Else/v0"],
    ["source", "aws.ec3", "aws.ec3/EC2 Instance State-change Notification/v0"],
  ])("with another %s (%s) is unknown, whatever its detail", (field, value, key) => {
    expect(stated({ [field]: value, detail: null })).toEqual({ kind: "unknown", key });
  });

  it.each([
    ["1", "v1"],
    ["new", "vNaN"],
  ])("of AWS's in version %s is kept for who can read it, whatever its detail", (version, as) => {
    const key = `aws.ec2/EC2 Instance State-change Notification/${as}`;
    expect(stated({ version, detail: null })).toEqual({ kind: "unsupported", key });
  });

  it("of ours that its reader has no contract for is kept too: another version may say it", () => {
    const said = { ...UNVERSIONED, source: "greenroom", "detail-type": "Plan Pools", detail: { version: 1 } };
    expect(read(planPoolCommand, JSON.stringify(said))).toEqual({
      kind: "unsupported",
      key: "greenroom/Plan Pools/v1",
    });
  });

  it.each([
    [{ version: 2, pool: "p" }, "v2"],
    [{ version: "1", pool: "p" }, "vNaN"],
    [{ pool: "p" }, "vNaN"],
    [{ version: { toString: 1, valueOf: 1 } }, "vNaN"],
    [{ version: [1] }, "vNaN"],
    [null, "vNaN"],
    ["version", "vNaN"],
  ])("of ours has its version in its detail: %j is unsupported as %s", (detail, version) => {
    const said = { ...UNVERSIONED, source: "greenroom", "detail-type": "Plan Pool", detail };
    expect(read(planPoolCommand, JSON.stringify(said))).toEqual({
      kind: "unsupported",
      key: `greenroom/Plan Pool/${version}`,
    });
  });

  it("may give its time with an offset, and is dated by the moment it means", () => {
    expect(stated({ time: "2026-01-05T10:00:00+01:00" })).toMatchObject({ event: { at: EPOCH } });
  });
});

describe("a message that breaks its contract", () => {
  it.each<[string, object, readonly string[]]>([
    ["no id", { id: undefined }, ["id"]],
    ["an empty id", { id: "" }, ["id"]],
    ["a time that is none", { time: "yesterday" }, ["time"]],
    ["a day that is none", { time: "2026-02-30T09:00:00Z" }, ["time"]],
    ["resources that are none", { resources: "i-1" }, ["resources"]],
    ["a source that is none", { source: 7 }, ["source"]],
    ["a version that is a number", { version: 0 }, ["version"]],
    ["several at once", { id: 1, time: 2 }, ["id", "time"]],
    ["no detail", { detail: undefined }, ["detail"]],
    ["a detail that is a list", { detail: [] }, ["detail"]],
    ["a state that is none", { detail: { ...ENVELOPE.detail, state: "rebooting" } }, ["detail.state"]],
    ["an empty detail", { detail: {} }, ["detail.instance-id", "detail.state"]],
  ])("%s is malformed, and reported by field", (_, changes, expected) => {
    expect(fields(stated(changes))).toEqual(expected);
  });

  it.each(["", "{", "undefined", "\u0000", "[1,", '{"a":}'])("%j is no JSON, and told so", (text) => {
    expect(read(planPoolCommand, text)).toEqual({
      kind: "malformed",
      problems: [{ field: "(body)", message: "not JSON" }],
    });
  });

  it.each(["null", "7", '"text"', "[]", "true"])("%s is no message", (text) => {
    expect(fields(read(planPoolCommand, text))).toEqual(text === "[]" ? ["(body)"] : ["(body)"]);
  });

  it("is reported by field within a choice of details", () => {
    const detail = {
      version: 1,
      action: { do: "start", instance: "x", entry: -1, leaseEpoch: 0, askedAgain: 0, cause: "c" },
    };
    const text = write<unknown>(performActionCommand as Contract, detail, { id: "x", at: EPOCH });
    expect(fields(read(performActionCommand, text))).toEqual(["detail.action.instance", "detail.action.entry"]);
  });
});

describe("what is written", () => {
  const timer = {
    version: 1,
    instance: instanceNo(1),
    entry: 3,
    askedAgain: 0,
    wakeAt: "2026-01-05T09:00:00.000Z",
  } as const;

  it("is read as it was meant", () => {
    const reading = read(wake, write(wake, timer, { id: "wake:1", at: EPOCH + 5 }));
    expect(reading).toEqual({
      kind: "heard",
      event: { id: "wake:1", at: EPOCH + 5, region: undefined, replay: undefined, detail: timer },
    });
  });

  it("wears the whole envelope", () => {
    expect(JSON.parse(write(wake, timer, { id: "wake:1", at: EPOCH }))).toEqual({
      version: "0",
      id: "wake:1",
      "detail-type": "Wake",
      source: "greenroom",
      time: "2026-01-05T09:00:00.000Z",
      resources: [],
      detail: timer,
    });
  });
});

/** Every contract that a file of events/ exports, by its file. */
async function contractsInFiles(): Promise<readonly (readonly [file: string, contract: Contract])[]> {
  const folder = new URL("../../events/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.v\d+\.ts$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const exported: Readonly<Record<string, Partial<Contract>>> = await import(new URL(file, folder).href);
      const contracts = Object.values(exported).filter((each) => typeof each.detailType === "string");
      return contracts.map((contract) => [file, contract as Contract] as const);
    }),
  );
  return found.flat();
}

describe("the contracts", () => {
  it("are all listed: one that a file has and nobody lists has no schema, no page and no reader", async () => {
    const found = await contractsInFiles();
    expect(found.filter(([, contract]) => !CONTRACTS.includes(contract)).map(([file]) => file)).toEqual([]);
    expect(found).toHaveLength(CONTRACTS.length);
  });

  it("have a key of their own each", () => {
    expect(new Set(CONTRACTS.map(keyOf)).size).toBe(CONTRACTS.length);
    expect(keyOf(wake)).toBe("greenroom/Wake/v1");
  });
});

describe("always", () => {
  const SEED = { seed: 20_260_105 };
  const readable = (text: string) =>
    CONTRACTS.every((contract) => {
      const reading = read(contract, text);
      return (
        reading.kind !== "malformed" || reading.problems.every(({ field, message }) => field !== "" && message !== "")
      );
    });

  it("any text at all is heard, unknown, unsupported or malformed with fields", () =>
    fc.assert(fc.property(fc.string({ maxLength: 200 }), readable), SEED));

  it("any JSON at all is heard, unknown, unsupported or malformed with fields", () =>
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), readable), SEED));

  it("any envelope around anything is heard, unknown, unsupported or malformed with fields, and its moment is one", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...CONTRACTS),
        fc.jsonValue({ maxDepth: 4 }),
        fc.date({ noInvalidDate: true }),
        (contract, detail, at) => {
          const text = write<unknown>(contract, detail, { id: "x", at: at.getTime() });
          const reading = read(contract, text);
          return readable(text) && (reading.kind !== "heard" || Number.isFinite(reading.event.at));
        },
      ),
      SEED,
    ));

  it("one broken field of a good message never throws", () =>
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(ENVELOPE)), fc.jsonValue({ maxDepth: 2 }), (field, value) =>
        readable(JSON.stringify({ ...ENVELOPE, [field]: value })),
      ),
      SEED,
    ));

  it("a nest of lists deeper than any message is read or refused, not thrown at", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(["malformed", "unknown"]).toContain(read(planPoolCommand, deep).kind);
    expect(fields(stated({ detail: "x".repeat(300_000) }))).toEqual(["detail"]);
  });

  it("what a replay sends again says so", () => {
    const replayed = readFileSync("events/fixtures/ec2-instance-state-change.replayed.json", "utf8");
    expect(read(ec2InstanceStateChange, replayed)).toMatchObject({ event: { replay: "after-the-outage" } });
  });
});
