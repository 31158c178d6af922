import { describe, expect, it } from "vitest";
import { DYNAMODB, EVENTS, LAMBDA, SQS } from "../../../core/model/aws-behaviour.ts";
import { STREAM_PART_MAX } from "../../../core/model/invocation-limits.ts";
import {
  FAILURE_BYTES_MAX,
  MESSAGE_BATCH_MAX,
  MESSAGE_BYTES_MAX,
  PAGE_MAX,
  POOL_INSTANCES_MAX,
  QUERY_PAGES_MAX,
  REQUEST_BYTES_MAX,
  STREAM_BATCH_MAX,
  TIMER_STEP_MAX_MS,
} from "../../../core/model/limits.ts";

/** A large record of an instance, with its history. */
const RECORD_BYTES = 12 * 1_024;

describe("our bounds", () => {
  it("send no message that a queue, a topic or a bus refuses", () => {
    expect(MESSAGE_BATCH_MAX).toBeLessThanOrEqual(Math.min(SQS.batchMax, EVENTS.batchMax));
    expect(MESSAGE_BYTES_MAX).toBeLessThanOrEqual(Math.min(SQS.messageBytesMax, EVENTS.messageBytesMax));
    expect(FAILURE_BYTES_MAX).toBeLessThanOrEqual(SQS.messageBytesMax);
    expect(TIMER_STEP_MAX_MS).toBeLessThanOrEqual(SQS.delayMaxMs);
  });

  it("make no answer that Lambda does not pass on", () => {
    expect(PAGE_MAX * RECORD_BYTES).toBeLessThanOrEqual(LAMBDA.answerBytesMax);
    expect(REQUEST_BYTES_MAX).toBeLessThanOrEqual(LAMBDA.answerBytesMax);
  });

  it("read the largest pool in the answers that one query may take", () =>
    expect(QUERY_PAGES_MAX * DYNAMODB.queryBytesMax).toBeGreaterThanOrEqual(POOL_INSTANCES_MAX * RECORD_BYTES));

  it("publish a batch of the stream in parts", () => expect(STREAM_PART_MAX).toBeLessThan(STREAM_BATCH_MAX));
});
