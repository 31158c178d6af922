import { beforeEach, describe, expect, it } from "vitest";
import { nonceOf } from "../../../core/model/start.ts";
import { claimNotice, instanceNotice } from "../../../core/notices/notice-of.ts";
import { guestCaller } from "../../../local/client.ts";
import { CALLER, claimNo, instanceNo, next, POOL } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

const SECRET = "#!/bin/sh\necho correct-horse-battery-staple";
const CLAIM = claimNo(1);
const ID = instanceNo(1);

let plane: Asking;
beforeEach(async () => {
  plane = asking();
  await plane.setPool();
  await plane.warm(1);
});
const claims = (more: object = {}) =>
  plane.ask(
    "POST",
    `/pools/${POOL}/claims`,
    { key: "job-1", userData: SECRET, ...more },
    { "x-greenroom-caller": CALLER },
  );
const record = async () => (await plane.ports.instances.find(ID))!;
const deliver = async () => plane.ports.records.commit({ instance: next(await record(), { state: "in-use" }) });
const fetches = async (nonce: string | undefined, as = ID) => {
  const { status, body } = await plane.text("GET", `/instances/${ID}/starts/${nonce}/user-data`, {
    "x-greenroom-caller": guestCaller(as),
  });
  return [status, body.startsWith("{") ? (JSON.parse(body) as { error: { code: string } }).error.code : body];
};

describe("a claim's user data", () => {
  it("goes to the instance that holds the lease, once it is delivered, for that start", async () => {
    expect((await claims()).status).toBe(201);
    const nonce = nonceOf(await record());
    expect(await fetches(nonce), "it has not proven itself yet").toEqual([409, "not-this-start"]);
    await deliver();
    expect(await fetches(nonce)).toEqual([200, SECRET]);
    expect(await fetches(nonce), "a crash may have lost the first answer").toEqual([200, SECRET]);
    expect(await fetches("0000000000000000")).toEqual([409, "not-this-start"]);
    expect(await fetches(nonce, instanceNo(2))).toEqual([403, "not-yourself"]);
  });

  it("is in nothing that is kept, reported or answered; the record has its hash", async () => {
    const { body } = await claims();
    await deliver();
    const said = JSON.stringify([
      body,
      plane.written,
      plane.queued,
      plane.counted,
      await plane.ports.instances.history(ID),
      instanceNotice(await record()),
      claimNotice((await plane.ports.claims.find(CLAIM))!),
      (await plane.ask("GET", `/claims/${CLAIM}`)).body,
    ]);
    expect(said).not.toContain("battery");
    const hash = (await plane.ports.claims.find(CLAIM))!.request.userDataSha256!;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(
      JSON.stringify([body, claimNotice((await plane.ports.claims.find(CLAIM))!)]),
      "a short secret can be guessed from its hash",
    ).not.toContain(hash);
  });

  it("is not echoed when it is refused", async () => {
    const { status, body } = await claims({ userData: "battery".repeat(4_000) });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain("battery");
  });

  it("stays the first when the claim is asked for again with another", async () => {
    await claims();
    await claims({ userData: "another" });
    await deliver();
    expect(await fetches(nonceOf(await record()))).toEqual([200, SECRET]);
  });

  it("is forgotten with the release", async () => {
    await claims();
    await deliver();
    await plane.ask("POST", `/claims/${CLAIM}/release`, {});
    expect(await plane.ports.handouts.find(CLAIM)).toBeUndefined();
  });

  it("is none where the claim brought none", async () => {
    await plane.ask("POST", `/pools/${POOL}/claims`, { key: "job-1" }, { "x-greenroom-caller": CALLER });
    await deliver();
    expect(await fetches(nonceOf(await record()))).toEqual([204, ""]);
    expect((await plane.ports.claims.find(CLAIM))!.request).not.toHaveProperty("userDataSha256");
  });
});
