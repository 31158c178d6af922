import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { onRetirement } from "../../../core/flows/on-retirement.ts";
import { type AwsHealthEvent, awsHealthEvent } from "../../../events/aws/aws-health-event.v0.ts";
import { type Heard, read } from "../../../events/contract.ts";
import { aClaim, aLease, claimNo, inState, instanceNo } from "../../builders.ts";
import { stage } from "./stage.ts";

const FIXTURE = "events/fixtures/aws-health-event.instance-retirement.json";

/** The fixture, of other instances. */
function told(changes: Partial<AwsHealthEvent> = {}): Heard<AwsHealthEvent> {
  const reading = read(awsHealthEvent, readFileSync(FIXTURE, "utf8"));
  if (reading.kind !== "heard") throw new Error(reading.kind);
  const affectedEntities = [{ entityValue: instanceNo(1) }];
  return { ...reading.event, detail: { ...reading.event.detail, affectedEntities, ...changes } };
}
const held = { lease: aLease(), leaseEpoch: 1 };

describe("a retirement that AWS Health announces", () => {
  it("lets what nobody uses leave the pool, and marks what is in use, whose claim stays active", async () => {
    const claim = aClaim({ state: "delivered", instance: instanceNo(2), leaseEpoch: 1 });
    const on = await stage({
      instances: [inState("warm"), inState("in-use", { id: instanceNo(2), ...held })],
      claims: [claim],
    });
    const affectedEntities = [1, 2, 2, 3].map((n) => ({ entityValue: instanceNo(n) }));
    expect(await onRetirement(on.ports, told({ affectedEntities }))).toEqual({ kind: "moved" });
    const why = { code: "interrupted", detail: { notice: "retirement-scheduled" } };
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "retiring", last: { reasons: [why] } });
    expect(await on.instance(instanceNo(2))).toMatchObject({
      state: "in-use",
      interruptedBy: "retirement-scheduled",
      last: { name: "interrupted" },
    });
    expect((await on.claim(claimNo(1))).state).toBe("delivered");
    expect(on.takeActions()).toMatchObject([{ do: "terminate", instance: instanceNo(1) }]);
  });

  it("reported twice changes nothing more", async () => {
    const on = await stage({ instances: [inState("in-use", held)] });
    expect(await onRetirement(on.ports, told())).toEqual({ kind: "moved" });
    const before = on.written.length;
    expect(await onRetirement(on.ports, told())).toEqual({ kind: "none" });
    expect(on.written).toHaveLength(before);
  });

  it.each([
    ["that is over", { statusCode: "closed" }],
    ["of a reboot", { eventTypeCode: "AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED" }],
    ["of another service", { service: "RDS", eventTypeCode: "AWS_RDS_MAINTENANCE_SCHEDULED" }],
    ["of nothing by name", { affectedEntities: [] }],
    ["of what is no instance", { affectedEntities: [{ entityValue: "arn:aws:ec2:eu-west-1:1:host/h-1" }] }],
    ["of somebody else's", { affectedEntities: [{ entityValue: instanceNo(9) }] }],
  ])("%s is none of ours", async (_, changes) => {
    const on = await stage({ instances: [inState("warm")] });
    expect(await onRetirement(on.ports, told(changes))).toEqual({ kind: "none" });
    expect(on.written).toEqual([]);
  });

  it("of several, one of which is named by nothing, lets the others leave", async () => {
    const text = JSON.parse(readFileSync(FIXTURE, "utf8"));
    text.detail.affectedEntities = [{ entityArn: "arn:aws:health:eu-west-1:1:entity/x" }, { entityValue: 7 }, null];
    text.detail.affectedEntities.push({ entityValue: instanceNo(1), status: 4 });
    const reading = read(awsHealthEvent, JSON.stringify(text));
    const on = await stage({ instances: [inState("warm")] });
    expect(reading.kind).toBe("heard");
    if (reading.kind === "heard") expect(await onRetirement(on.ports, reading.event)).toEqual({ kind: "moved" });
    expect((await on.instance(instanceNo(1))).state).toBe("retiring");
  });

  it("that is over for an instance, and goes on for others, leaves that one where it is", async () => {
    const on = await stage({ instances: [inState("warm"), inState("warm", { id: instanceNo(2) })] });
    const affectedEntities = [
      { entityValue: instanceNo(1), status: "RESOLVED" },
      { entityValue: instanceNo(2), status: "PENDING" },
    ];
    await onRetirement(on.ports, told({ affectedEntities }));
    expect((await on.instance(instanceNo(1))).state).toBe("warm");
    expect((await on.instance(instanceNo(2))).state).toBe("retiring");
  });

  it("of one that cannot be moved now lets the others leave, and comes again", async () => {
    const on = await stage({ instances: [inState("warm"), inState("warm", { id: instanceNo(2) })] });
    const affectedEntities = [1, 2].map((n) => ({ entityValue: instanceNo(n) }));
    on.cut(1, "before");
    await expect(onRetirement(on.ports, told({ affectedEntities }))).rejects.toMatchObject({ code: "Cut" });
    expect((await on.instance(instanceNo(1))).state).toBe("warm");
    expect((await on.instance(instanceNo(2))).state).toBe("retiring");
  });

  it("names its instances by id, or by ARN", async () => {
    const on = await stage({ instances: [inState("warm")] });
    const entityValue = `arn:aws:ec2:eu-west-1:111122223333:instance/${instanceNo(1)}`;
    expect(await onRetirement(on.ports, told({ affectedEntities: [{ entityValue }] }))).toEqual({ kind: "moved" });
  });
});
