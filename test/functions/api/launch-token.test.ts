import { beforeEach, describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { anInstance, EPOCH, inState, instanceNo } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

const [MINE, OTHER, BY_IAM] = [1, 2, 3].map(instanceNo) as [string, string, string];
const HEADER = "x-greenroom-launch-token";
const byToken = (n: number, changes: Partial<Instance> = {}): Instance => {
  const { terms, ...rest } = inState("preparing", { id: instanceNo(n), token: `token-${n}`, ...changes });
  return { ...rest, terms: { ...terms, identity: "launch-token" }, version: 1 };
};

let plane: Asking;
let seal: string;
beforeEach(async () => {
  plane = asking(EPOCH);
  for (const instance of [byToken(1), byToken(2), inState("preparing", { id: BY_IAM, version: 1 })])
    await plane.ports.records.commit({ instance: { ...instance, version: 1 } });
  seal = (await plane.ports.seals.make("token-1")) ?? "";
});

const signal = (id: string, headers: Record<string, string>) =>
  plane.ask("POST", `/instances/${id}/signals`, { name: "sysprep", ok: true }, headers);
const alerts = async () => (await plane.ports.alerts.list()).map(({ kind }) => kind);

describe("an instance that speaks by its launch token", () => {
  it("is heard, given its role, and handed what its claim brought", async () => {
    expect(await signal(MINE, { [HEADER]: seal })).toMatchObject({ status: 200, body: { accepted: true } });
    expect((await plane.ask("GET", `/instances/${MINE}/bootstrap`, undefined, { [HEADER]: seal })).status).toBe(200);
    const handed = await plane.ask("GET", `/instances/${MINE}/starts/${"0".repeat(16)}/user-data`, undefined, {
      [HEADER]: seal,
    });
    expect(handed.status).toBe(409);
    expect(await alerts()).toEqual([]);
  });

  it.each<[string, () => [id: string, headers: Record<string, string>]]>([
    ["a token that is made up", () => [MINE, { [HEADER]: seal.replace(/^./, (first) => (first === "A" ? "B" : "A")) }]],
    ["an empty token", () => [MINE, { [HEADER]: "" }]],
    ["a token of endless length", () => [MINE, { [HEADER]: "A".repeat(5_000) }]],
    ["the token of another instance", () => [OTHER, { [HEADER]: seal }]],
    ["its IAM identity alone", () => [MINE, { "x-greenroom-caller": iam(MINE) }]],
    ["a wrong token beside its IAM identity", () => [MINE, { [HEADER]: "A", "x-greenroom-caller": iam(MINE) }]],
  ])("is not itself by %s: nothing is believed, and people are notified", async (_, lie) => {
    const [id, headers] = lie();
    const before = await plane.ports.instances.find(id);
    expect(await signal(id, headers)).toMatchObject({ status: 403, body: { error: { code: "not-yourself" } } });
    expect((await plane.ask("GET", `/instances/${id}/bootstrap`, undefined, headers)).status).toBe(403);
    const path = `/instances/${id}/starts/${"0".repeat(16)}/user-data`;
    expect((await plane.ask("GET", path, undefined, headers)).status).toBe(403);
    expect(await plane.ports.instances.find(id)).toEqual(before);
    expect(await alerts()).toEqual(["identity-mismatch"]);
  });

  it("is nobody once it is gone", async () => {
    const gone = { ...byToken(4, { state: "gone" }), version: 1 };
    await plane.ports.records.commit({ instance: gone });
    const token = (await plane.ports.seals.make("token-4")) ?? "";
    expect((await signal(instanceNo(4), { [HEADER]: token })).status).toBe(403);
  });
});

const iam = (id: string): string => `arn:aws:sts::111122223333:assumed-role/guest/${id}`;

describe("by default", () => {
  it("a launch token is worth nothing, be it the right one", async () => {
    const { token } = anInstance();
    const right = (await plane.ports.seals.make(token)) ?? "";
    expect((await signal(BY_IAM, { [HEADER]: right })).status).toBe(403);
    expect((await signal(BY_IAM, { "x-greenroom-caller": iam(BY_IAM) })).status).toBe(200);
  });

  it("whether there is such an instance is reported to nobody", async () => {
    expect((await signal(instanceNo(404), { [HEADER]: seal })).status).toBe(403);
  });
});
