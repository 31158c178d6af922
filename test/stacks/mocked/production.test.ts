import { beforeAll, describe, expect, it } from "vitest";
import { isInstalled, type Synth, synth } from "./harness.ts";

describe.skipIf(!isInstalled())("a protected stage", () => {
  let made: Synth;
  beforeAll(async () => {
    made = await synth("production", { GREENROOM_REGION: "eu-west-1", GREENROOM_ALARM_EMAIL: "ops@example.com" });
  }, 90_000);

  it("is protected", () => expect(made.app).toMatchObject({ protect: true, removal: "retain" }));

  it("keeps its table from deletion", () =>
    expect(made.one("aws:dynamodb/table:Table").inputs).toMatchObject({ deletionProtectionEnabled: true }));

  it("mails alarms to whom the settings name", () =>
    expect(made.one("aws:sns/topicSubscription:TopicSubscription", "AlertsByMail").inputs).toMatchObject({
      protocol: "email",
      endpoint: "ops@example.com",
    }));
});
