import { expect, it } from "vitest";
import { identityOf } from "../../../core/readiness/identity.ts";

const ID = "i-0a1b2c3d4e5f60718";

it.each([
  ["the session of an instance's profile", `arn:aws:sts::111122223333:assumed-role/build/${ID}`, ID],
  ["the same in another partition", `arn:aws-cn:sts::111122223333:assumed-role/build/${ID}`, ID],
  ["an old instance's short id", "arn:aws:sts::111122223333:assumed-role/build/i-0a1b2c3d", "i-0a1b2c3d"],
  ["a session with another name", "arn:aws:sts::111122223333:assumed-role/build/dispatcher", undefined],
  ["a role that is named after an instance", `arn:aws:sts::111122223333:assumed-role/${ID}/dispatcher`, undefined],
  ["a user that is named after an instance", `arn:aws:iam::111122223333:user/${ID}`, undefined],
  ["a federated user of that name", `arn:aws:sts::111122223333:federated-user/${ID}`, undefined],
  ["more than an id", `arn:aws:sts::111122223333:assumed-role/build/${ID}0`, undefined],
  ["an id in capitals", `arn:aws:sts::111122223333:assumed-role/build/${ID.toUpperCase()}`, undefined],
  ["a second line", `x\narn:aws:sts::111122223333:assumed-role/build/${ID}`, undefined],
  ["nobody", "unsigned", undefined],
])("of %s", (_, signer, expected) => {
  expect(identityOf(signer)).toBe(expected);
});
