import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { problemsOf } from "../../events/contract.ts";
import { claimRequest, releaseRequest } from "../../events/requests/claim-request.v1.ts";
import { signalRequest } from "../../events/requests/signal.v1.ts";

const fields = (schema: z.ZodType, value: unknown) => {
  const read = schema.safeParse(value);
  return read.success ? [] : problemsOf(read.error).map(({ field }) => field);
};

describe("a claim's request", () => {
  it.each([
    ["by pool", { key: "k", pool: "build" }],
    ["by image", { key: "k", image: "ami-0a1b2c3d4e5f60718" }],
    ["by type, region and zone", { key: "k", type: "m7i.large", region: "eu-west-1", az: "eu-west-1a" }],
    ["with tags", { key: "k", pool: "build", tags: { job: "1" } }],
    ["with a key as long as may be", { key: "k".repeat(200), pool: "build" }],
  ])("%s is good", (_, value) => {
    expect(fields(claimRequest, value)).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ["no key", { pool: "build" }, ["key"]],
    ["an empty key", { key: "", pool: "build" }, ["key"]],
    ["a key that is too long", { key: "k".repeat(201), pool: "build" }, ["key"]],
    ["neither pool, image nor type", { key: "k" }, ["pool"]],
    ["only a place", { key: "k", region: "eu-west-1", az: "eu-west-1a" }, ["pool"]],
    ["a pool that is too long", { key: "k", pool: "p".repeat(41) }, ["pool"]],
    ["an empty type", { key: "k", pool: "p", type: "" }, ["type"]],
    ["a tag of AWS's", { key: "k", pool: "p", tags: { "aws:x": "" } }, ["tags.aws:x"]],
    ["a tag of ours", { key: "k", pool: "p", tags: { "greenroom:pool": "" } }, ["tags.greenroom:pool"]],
    ["a value that is too long", { key: "k", pool: "p", tags: { a: "x".repeat(257) } }, ["tags.a"]],
    ["a value that is no text", { key: "k", pool: "p", tags: { a: 1 } }, ["tags.a"]],
    [
      "too many tags",
      { key: "k", pool: "p", tags: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`t${n}`, ""])) },
      ["tags"],
    ],
    ["something else", { key: "k", pool: "p", subnet: "x" }, ["(body)"]],
    ["more user data than EC2 would take", { key: "k", pool: "p", userData: "x".repeat(16_385) }, ["userData"]],
    ["more bytes of user data than that", { key: "k", pool: "p", userData: "ü".repeat(8_193) }, ["userData"]],
    ["empty user data", { key: "k", pool: "p", userData: "" }, ["userData"]],
  ])("with %s is refused at its field", (_, value, expected) => {
    expect(fields(claimRequest, value)).toEqual(expected);
  });
});

describe("a release", () => {
  it("says whether to reuse, or nothing", () => {
    for (const value of [{}, { reuse: true }, { reuse: false }]) expect(fields(releaseRequest, value)).toEqual([]);
    expect(fields(releaseRequest, { reuse: "yes" })).toEqual(["reuse"]);
    expect(fields(releaseRequest, { retire: true })).toEqual(["(body)"]);
  });
});

describe("a signal", () => {
  it("has worked unless it says otherwise", () => {
    expect(signalRequest.parse({ name: "agent" })).toEqual({ name: "agent", ok: true });
    expect(signalRequest.parse({ name: "agent", ok: false, text: "no" })).toEqual({
      name: "agent",
      ok: false,
      text: "no",
    });
    expect(signalRequest.parse({ name: "clock", offsetMs: -3.5 })).toMatchObject({ offsetMs: -3.5 });
  });

  it.each<[string, object, readonly string[]]>([
    ["no name", {}, ["name"]],
    ["a name that is none", { name: "Second Boot" }, ["name"]],
    ["a name that is too long", { name: "a".repeat(41) }, ["name"]],
    ["an offset that is none", { name: "clock", offsetMs: Number.POSITIVE_INFINITY }, ["offsetMs"]],
    ["an offset in words", { name: "clock", offsetMs: "3 ms" }, ["offsetMs"]],
    ["a text that is too long", { name: "agent", text: "x".repeat(501) }, ["text"]],
    ["a boot before the first", { name: "agent", boot: 0 }, ["boot"]],
    ["a nonce of another make", { name: "agent", nonce: "0A" }, ["nonce"]],
    ["a moment of its own, which nobody may trust", { name: "agent", at: "2026-01-05T09:00:00Z" }, ["(body)"]],
  ])("with %s is refused at its field", (_, value, expected) => {
    expect(fields(signalRequest, value)).toEqual(expected);
  });
});
