import { GenerateMacCommand, KMSClient, KMSServiceException, VerifyMacCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { kmsSeals } from "../../../adapters/aws/seals.ts";
import { memorySeals } from "../../../adapters/memory/seals.ts";
import { REGION } from "../../builders.ts";
import { counting } from "./counting.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000";
const TOKEN = "0".repeat(64);
const MAC = new Uint8Array(32).fill(7);
const SEAL = Buffer.from(MAC).toString("base64url");

function room() {
  const client = new KMSClient({ region: REGION });
  const counters = counting();
  return { seals: kmsSeals(client, KEY, counters), client: mockClient(client), counted: counters.counted };
}
const refusal = (code: string) =>
  new KMSServiceException({ name: code, message: "made up", $fault: "client", $metadata: {} });
const asked = {
  KeyId: KEY,
  MacAlgorithm: "HMAC_SHA_256",
  Message: new TextEncoder().encode(`greenroom launch ${TOKEN}`),
};

describe("a seal by KMS", () => {
  test("is made of the launch's token, and says what for", async () => {
    const { seals, client } = room();
    client.on(GenerateMacCommand).resolves({ Mac: MAC });
    expect(await seals.make(TOKEN)).toBe(SEAL);
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([asked]);
  });

  test("holds when KMS says so, which compares by itself", async () => {
    const { seals, client } = room();
    client.on(VerifyMacCommand).resolves({ MacValid: true });
    expect(await seals.holds(TOKEN, SEAL)).toBe(true);
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ ...asked, Mac: Buffer.from(MAC) }]);
  });

  test("does not hold when KMS calls it invalid", async () => {
    const { seals, client } = room();
    client.on(VerifyMacCommand).rejects(refusal("KMSInvalidMacException"));
    expect(await seals.holds(TOKEN, SEAL)).toBe(false);
  });

  test.each(["", "x", SEAL.slice(1), `${SEAL}AA`, "not base64 at all, and longer than any seal"])(
    "that is %j is none, and KMS is not asked",
    async (seal) => {
      const { seals, client } = room();
      expect(await seals.holds(TOKEN, seal)).toBe(false);
      expect(client.calls()).toHaveLength(0);
    },
  );

  test.each([
    ["AccessDeniedException", "retry-after"],
    ["DisabledException", "retry-after"],
    ["NotFoundException", "retry-after"],
    ["ThrottlingException", "retry-after"],
    ["KMSInternalException", "retryable"],
  ])("that %s keeps KMS from judging is neither: %s", async (code, fate) => {
    const { seals, client, counted } = room();
    client.rejects(refusal(code));
    await expect(seals.holds(TOKEN, SEAL)).rejects.toMatchObject({ fate });
    await expect(seals.make(TOKEN)).rejects.toMatchObject({ fate });
    expect(counted).toEqual([]);
  });
});

test("without a key KMS is asked nothing, and nothing is sealed", async () => {
  const client = new KMSClient({ region: REGION });
  const kms = mockClient(client);
  const seals = kmsSeals(client, undefined, counting());
  expect(await seals.make(TOKEN)).toBeUndefined();
  expect(await seals.holds(TOKEN, SEAL)).toBe(false);
  expect(kms.calls()).toHaveLength(0);
});

describe("a seal in memory", () => {
  const seals = memorySeals("a key");

  test("is the same for the same token, of the length that user data makes room for", async () => {
    const seal = await seals.make(TOKEN);
    expect(seal).toMatch(/^[\w-]{43}$/);
    expect(await seals.make(TOKEN)).toBe(seal);
    expect(await seals.holds(TOKEN, seal ?? "")).toBe(true);
  });

  test("holds for no other token, under no other key, and without a key not at all", async () => {
    const seal = (await seals.make(TOKEN)) ?? "";
    expect(await seals.holds("1".repeat(64), seal)).toBe(false);
    expect(await memorySeals("another key").holds(TOKEN, seal)).toBe(false);
    expect(await seals.holds(TOKEN, `${seal}x`)).toBe(false);
    expect(await memorySeals().make(TOKEN)).toBeUndefined();
    expect(await memorySeals().holds(TOKEN, seal)).toBe(false);
  });
});
