import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { planRequestId } from "../../../core/model/ids.ts";
import type { PlanRequests } from "../../../core/ports/messages.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { planText } from "../../messages/texts.ts";
import { call } from "./batches.ts";

/** A FIFO queue with a delay of PLAN_DELAY_MS on the queue itself (a FIFO queue delays no single message). One group per pool:
 *  no pool is planned twice at once. Source: SQS API Reference, SendMessage; SQS Developer Guide, Exactly-once processing. */
export const planRequests = (client: SQSClient, queueUrl: string, clock: Clock, counters: Counters): PlanRequests => ({
  async request(pool) {
    const at = clock.now();
    const message = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: planText(pool, at),
      MessageGroupId: pool,
      MessageDeduplicationId: planRequestId(pool, at),
    });
    await call("sqs", () => client.send(message), counters);
  },
});
