/// <reference path="../../.sst/platform/config.d.ts" />
import { LAMBDA } from "../../core/model/aws-behaviour.ts";
import { type FunctionRow, isQueueFed } from "../../functions/shared/manifest/row.ts";
import { pascal } from "../names.ts";
import { streamPattern } from "../patterns.ts";
import type { Made } from "./grant-targets.ts";

/** Only what failed comes back. */
const PARTIAL = { functionResponseTypes: ["ReportBatchItemFailures"] };

/** Has Lambda feed a function from its queue or from the table's stream. Batches are answered partially. */
export function feed(one: FunctionRow, fn: $util.Output<aws.lambda.Function>, made: Made): void {
  const { name, fed } = one;
  if (isQueueFed(one)) {
    const { batch, atOnce } = one.fed;
    new aws.lambda.EventSourceMapping(`${pascal(name)}Feed`, {
      functionName: fn.name,
      eventSourceArn: made.feeding[name]?.arn ?? "",
      batchSize: batch,
      ...(atOnce !== undefined && { scalingConfig: { maximumConcurrency: atOnce } }),
      ...PARTIAL,
    });
    return;
  }
  if (fed.by === "stream")
    new aws.lambda.EventSourceMapping(`${pascal(name)}Feed`, {
      functionName: fn.name,
      eventSourceArn: made.table.streamArn,
      startingPosition: "TRIM_HORIZON",
      batchSize: fed.records,
      // Order is worth more than haste: a record that may still be published blocks its shard, until the stream drops it after a day.
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destinationArn: made.dead[name]?.arn ?? "" } },
      filterCriteria: { filters: [{ pattern: JSON.stringify(streamPattern) }] },
      ...PARTIAL,
    });
  if (fed.by === "topic")
    new aws.lambda.FunctionEventInvokeConfig(`${pascal(name)}Failures`, {
      functionName: fn.name,
      maximumRetryAttempts: LAMBDA.asyncRetries,
      destinationConfig: { onFailure: { destination: made.dead[name]?.arn ?? "" } },
    });
}
