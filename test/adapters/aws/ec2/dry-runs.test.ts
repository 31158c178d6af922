import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import { anIntent, aTemplate } from "../../../builders.ts";
import { openWire } from "../../../local/wire/ec2/given.ts";
import { aLaunch } from "../../../local/world/given.ts";
import { ID, refusal, room } from "./room.ts";

const LAUNCH = aLaunch({ intent: anIntent({ count: 1 }), template: aTemplate() });

describe("a dry run", () => {
  it("asks EC2 to check every call and to make none", async () => {
    const { client, dryRuns } = room();
    client.onAnyCommand().rejects(refusal("DryRunOperation"));
    const tried = [
      await dryRuns.launch(LAUNCH),
      ...(await dryRuns.handOver(ID, { type: "m6i.large" })),
      ...(await dryRuns.end(ID)),
    ];
    expect(tried.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["ec2:RunInstances", "allowed"],
      ["ec2:StartInstances", "allowed"],
      ["ec2:ModifyInstanceAttribute", "allowed"],
      ["ec2:CreateTags", "allowed"],
      ["ec2:StopInstances", "allowed"],
      ["ec2:TerminateInstances", "allowed"],
    ]);
    const asked = client.calls().map(({ args }) => args[0].input as { DryRun?: boolean });
    expect(asked).toHaveLength(6);
    expect(asked.every(({ DryRun }) => DryRun === true)).toBe(true);
  });

  it("asks for the very launch that a plan would ask for, with its tags, which the permission is bound to", async () => {
    const { client, dryRuns, launcher } = room();
    client.onAnyCommand().rejects(refusal("DryRunOperation"));
    await dryRuns.launch(LAUNCH);
    await launcher.launch(LAUNCH).catch(() => {});
    const [dry, wet] = client.commandCalls(RunInstancesCommand).map(({ args }) => args[0].input);
    expect(dry).toEqual({ ...wet, DryRun: true });
  });

  it.each([
    ["UnauthorizedOperation", "refused"],
    ["InvalidAMIID.NotFound", "refused"],
    ["RequestLimitExceeded", "unanswered"],
    ["InvalidInstanceID.NotFound", "unanswered"],
    ["SomethingNobodyListed", "unanswered"],
  ])("takes %s for %s, and throws nothing", async (code, outcome) => {
    const { client, dryRuns } = room();
    client.onAnyCommand().rejects(refusal(code));
    expect(await dryRuns.launch(LAUNCH)).toEqual({ action: "ec2:RunInstances", outcome, code });
    expect((await dryRuns.end(ID)).map((each) => each.outcome)).toEqual([outcome, outcome]);
  });

  it("does not take an EC2 that knows no dry run, and did what it was asked, for one that allows it", async () => {
    const { client, dryRuns } = room();
    client.onAnyCommand().resolves({});
    expect(await dryRuns.launch(LAUNCH)).toMatchObject({ outcome: "unanswered", code: "NotADryRun" });
  });

  it("over EC2's own protocol makes nothing and ends nothing", async () => {
    const { truth, adapter, close } = await openWire();
    try {
      const launched = await truth.during(MINUTE_MS, () => adapter.launcher.launch(LAUNCH));
      const id = launched.kind === "launched" ? (launched.instances[0]?.id ?? "") : "";
      const before = [...truth.machines.values()].map(({ state }) => state);
      const tried = await truth.during(MINUTE_MS, async () => [
        await adapter.dryRuns.launch(LAUNCH),
        ...(await adapter.dryRuns.handOver(id, { type: "m5.xlarge" })),
        ...(await adapter.dryRuns.end(id)),
      ]);
      expect(tried.every(({ outcome }) => outcome === "allowed")).toBe(true);
      expect([...truth.machines.values()].map(({ state }) => state)).toEqual(before);
    } finally {
      await close();
    }
  });
});
