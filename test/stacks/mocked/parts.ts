import { expect, it } from "vitest";
import { TABLE, TTL_ATTRIBUTE } from "../../../adapters/aws/dynamo/table.ts";
import { ALARM, json, type Plane } from "./plane.ts";

/** The table, the topic, the archive, the API, alarms and the dashboard. */
export function holdParts(plane: Plane): void {
  it("is not protected, so that it can be removed", () =>
    expect(plane.made().app).toMatchObject({ protect: false, removal: "remove" }));

  it("names nothing longer than 64 characters, in the longest of stages", () => {
    const longest = "s".repeat(20).length - "try".length;
    const names = plane.made().recorded.flatMap(({ inputs }) => (typeof inputs.name === "string" ? [inputs.name] : []));
    const ours = names.filter((name) => name.startsWith("greenroom-try"));
    expect(ours.length).toBeGreaterThan(100);
    expect(ours.filter((name) => name.replace(/\.fifo$/, "").length + longest > 64)).toEqual([]);
  });

  it("makes the table that the store's adapter describes", () => {
    const { inputs } = plane.made().one("aws:dynamodb/table:Table");
    expect(inputs).toMatchObject({
      billingMode: TABLE.BillingMode,
      hashKey: "pk",
      rangeKey: "sk",
      streamViewType: TABLE.StreamSpecification.StreamViewType,
      ttl: { attributeName: TTL_ATTRIBUTE, enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: false,
    });
    expect((inputs.localSecondaryIndexes as { name: string }[]).map(({ name }) => name)).toEqual(["bin"]);
    expect((inputs.globalSecondaryIndexes as { name: string }[]).map(({ name }) => name)).toEqual([
      "pending",
      "claims",
    ]);
  });

  it("archives what we say, but no probes", () => {
    const { inputs } = plane.made().one("aws:cloudwatch/eventArchive:EventArchive");
    expect(inputs.retentionDays).toBe(90);
    expect(json(inputs.eventPattern)).toEqual({
      source: ["greenroom"],
      "detail-type": [{ "anything-but": ["Delivery Probe"] }],
    });
  });

  it("has SNS log its deliveries to queues and functions, and counts what the log says", () => {
    const { inputs } = plane.made().one("aws:sns/topic:Topic", "NoticesTopic");
    for (const protocol of ["sqs", "lambda"]) {
      expect(inputs[`${protocol}SuccessFeedbackRoleArn`]).toContain(":role/greenroom-try-eu-west-1-delivery-status");
      expect(inputs[`${protocol}FailureFeedbackRoleArn`]).toBe(inputs[`${protocol}SuccessFeedbackRoleArn`]);
      expect(inputs[`${protocol}SuccessFeedbackSampleRate`]).toBeGreaterThan(0);
    }
    const logs = ["DeliveryDwellFilter", "DeliveryFailureFilter"].map(
      (name) => plane.made().one("aws:cloudwatch/logMetricFilter:LogMetricFilter", name).inputs.logGroupName,
    );
    const log = "sns/eu-west-1/123456789012/greenroom-try-notices";
    expect(logs).toEqual([log, `${log}/Failure`]);
  });

  it("wakes notify by order of the stream, without an end to its tries", () => {
    const { inputs } = plane.made().one("aws:lambda/eventSourceMapping:EventSourceMapping", "NotifyFeed");
    expect(inputs).toMatchObject({
      maximumRetryAttempts: -1,
      startingPosition: "TRIM_HORIZON",
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: plane.arnOf(plane.queue("notify-dead")) } },
    });
    expect(plane.alarmsOn("FunctionName", "greenroom-try-notify")).toContain("IteratorAge");
  });

  it("answers nobody whom IAM does not know, and no browser", () => {
    expect(plane.made().one("aws:apigatewayv2/route:Route").inputs).toMatchObject({ authorizationType: "AWS_IAM" });
    expect(plane.made().one("aws:apigatewayv2/api:Api").inputs.corsConfiguration).toBeUndefined();
    expect(plane.made().ofType("aws:lambda/functionUrl:FunctionUrl")).toEqual([]);
    for (const { inputs } of plane.made().ofType("aws:lambda/permission:Permission"))
      expect(inputs.sourceArn).toBeDefined();
  });

  it("notifies people of every alarm, also when it is over", () => {
    for (const { name, inputs } of plane.made().ofType(ALARM)) {
      expect(inputs.alarmActions, name).toEqual(["arn:aws:sns:eu-west-1:123456789012:greenroom-try-alerts"]);
      expect(inputs.okActions, name).toEqual(inputs.alarmActions);
      expect(String(inputs.alarmDescription).length, name).toBeGreaterThan(30);
    }
  });

  it("draws one dashboard", () =>
    expect(
      json(plane.made().one("aws:cloudwatch/dashboard:Dashboard").inputs.dashboardBody).widgets.length,
    ).toBeGreaterThan(10));
}
