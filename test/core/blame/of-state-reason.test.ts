import { describe, expect, it, test } from "vitest";
import { blameForStateReason } from "../../../core/blame/of-state-reason.ts";
import type { BreakerScope, Owner } from "../../../core/model/blame/blame.ts";
import { STATE_REASON_ROWS } from "../../../core/model/blame/state-reasons.ts";

/** Every StateReason, said here a second time on purpose: whose fault it is, where it counts, how far it may widen, and the alert. */
const EVERY: readonly (readonly [string, Owner, BreakerScope | "none", BreakerScope | "none", string | undefined])[] = [
  ["Client.InternalError", "account", "template", "region", "key-unusable"],
  ["Client.InvalidKMSKey.InvalidState", "account", "template", "region", "key-unusable"],
  ["Client.InvalidSnapshot.NotFound", "template", "template", "template", "template-unlaunchable"],
  ["Client.VolumeLimitExceeded", "account", "template", "template", "quota-reached"],
  ["Client.InstanceInitiatedShutdown", "member", "template", "template", undefined],
  ["Client.UserInitiatedShutdown", "account", "pool", "region", "changed-by-others"],
  ["Client.UserInitiatedHibernate", "account", "pool", "region", "changed-by-others"],
  ["Client.InstanceTerminated", "account", "pool", "region", "changed-by-others"],
  ["Server.InsufficientInstanceCapacity", "offering", "offering", "offering", undefined],
  ["Server.SpotInstanceShutdown", "offering", "offering", "offering", undefined],
  ["Server.SpotInstanceTermination", "offering", "offering", "offering", undefined],
  ["Server.InternalError", "aws", "offering", "region", "offering-impaired"],
  ["Server.ScheduledStop", "aws", "none", "none", undefined],
];

describe("an instance that changed its state unasked", () => {
  test.each(EVERY)("%s: of the %s, counted by %s, at most by %s, alert %s", (code, owner, scope, widest, alert) => {
    const blame = blameForStateReason(code, `${code}: something happened`);
    expect(blame).toMatchObject({ code, owner, scope, widest, listed: true });
    expect(blame.alert).toBe(alert);
  });

  it("has every row of the table above", () =>
    expect(EVERY.map(([code]) => code).toSorted()).toEqual(STATE_REASON_ROWS.flatMap(({ codes }) => codes).toSorted()));

  it("is only the member's fault where its guest shut down", () =>
    expect(EVERY.filter(([, owner]) => owner === "member").map(([code]) => code)).toEqual([
      "Client.InstanceInitiatedShutdown",
    ]));

  it("says with the key what grant it lacks", () => {
    const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const { fix } = blameForStateReason("Client.InternalError", "Client.InternalError: Client error on launch", {
      key,
    });
    expect(fix).toContain(`kms:CreateGrant`);
    expect(fix).toContain(key);
  });
});

describe("a text that is more exact than the code", () => {
  it("counts: the server's internal error is the key, where the text says so", () =>
    expect(blameForStateReason("Server.InternalError", "Client.InternalError: Client error on launch")).toMatchObject({
      code: "Client.InternalError",
      owner: "account",
      alert: "key-unusable",
    }));

  it("is read by the table of errors, where it is what RunInstances would have answered", () =>
    expect(
      blameForStateReason(
        "Client.InternalError",
        "Client.InvalidParameterCombination: Could not create volume with size 20GiB and iops 20100 from snapshot 'null'",
      ),
    ).toMatchObject({ code: "Client.InvalidParameterCombination", owner: "template", fate: "terminal" }));

  it("does not count where it names no code that the table has", () =>
    expect(blameForStateReason("Server.ScheduledStop", "Client.Whatever: stopped")).toMatchObject({
      code: "Server.ScheduledStop",
    }));
});

describe("a StateReason that no row names", () => {
  it("is the template's fault where it is the client's: terminal, and alerted", () =>
    expect(blameForStateReason("Client.BrandNewTrouble", "Client.BrandNewTrouble: no")).toMatchObject({
      owner: "template",
      fate: "terminal",
      alert: "unlisted-error",
      listed: false,
    }));

  it("is AWS's fault where it is the server's", () =>
    expect(blameForStateReason("Server.BrandNewTrouble", "")).toMatchObject({
      owner: "aws",
      fate: "retryable",
      listed: false,
    }));

  it("is the error's that bears its name, if one does", () =>
    expect(blameForStateReason("Client.InvalidAMIID.NotFound", "")).toMatchObject({ owner: "template", listed: true }));
});
