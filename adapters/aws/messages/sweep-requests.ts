import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { SWEEP_REST_MS } from "../../../core/model/limits.ts";
import type { SweepRequests } from "../../../core/ports/messages.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { sweepText } from "../../messages/texts.ts";
import { call } from "./batches.ts";
import { delaySeconds } from "./delay.ts";

/** A standard queue: two invocations of one sweep cannot harm each other, so nothing need keep them apart. */
export const sweepRequests = (
  client: SQSClient,
  queueUrl: string,
  clock: Clock,
  counters: Counters,
): SweepRequests => ({
  async request(sweep) {
    const message = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: sweepText(sweep, clock.now()),
      DelaySeconds: delaySeconds(SWEEP_REST_MS),
    });
    await call("sqs", () => client.send(message), counters);
  },
});
