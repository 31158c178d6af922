import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { writtenFrom } from "../../../../adapters/aws/dynamo/stream.ts";
import { anInstance, aPool, next } from "../../../builders.ts";

const instance = anInstance();
const item = (doc: unknown, sk = `INSTANCE#${instance.id}`, pk = "POOL#win-build") => marshall({ pk, sk, doc });

describe("a record of the table's stream", () => {
  test("publishes what was written, and what was there before", () => {
    const NewImage = item(next(instance));
    const OldImage = item(instance);
    expect(writtenFrom({ eventName: "INSERT", dynamodb: { NewImage } })).toEqual({
      kind: "instance",
      after: next(instance),
    });
    expect(writtenFrom({ eventName: "MODIFY", dynamodb: { NewImage, OldImage } })).toEqual({
      kind: "instance",
      before: instance,
      after: next(instance),
    });
  });

  test("publishes nothing of an expiry", () => {
    expect(writtenFrom({ eventName: "REMOVE", dynamodb: { OldImage: item(instance) } })).toBeUndefined();
  });

  test.each([
    ["a pointer", "POINTER", `EC2#${instance.id}`],
    ["a ledger", "LEDGER", undefined],
    ["an intent", "LEDGER#0a1b", undefined],
    ["a pool's place in the list", "win-build", "POOLS"],
    ["who was seen on a page", "00000001", "SEEN#eu-west-1:2026-01-05T09:00:00.000Z#eu-west-1a#1"],
  ])("publishes nothing of %s", (_, sk, pk) => {
    expect(writtenFrom({ eventName: "INSERT", dynamodb: { NewImage: item(aPool(), sk, pk) } })).toBeUndefined();
  });

  test("without an image publishes nothing", () => {
    expect(writtenFrom({ eventName: "MODIFY" })).toBeUndefined();
  });
});
