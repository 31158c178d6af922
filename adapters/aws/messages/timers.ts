import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Timers } from "../../../core/ports/messages.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { timerText } from "../../messages/texts.ts";
import { call } from "./batches.ts";
import { delaySeconds } from "./delay.ts";

/** A standard queue. A deadline further off than TIMER_STEP_MAX_MS comes early, and whoever receives it arms it again. */
export const timers = (client: SQSClient, queueUrl: string, clock: Clock, counters: Counters): Timers => ({
  async arm(timer) {
    const at = clock.now();
    const message = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: timerText(timer, at),
      DelaySeconds: delaySeconds(timer.wakeAt - at),
    });
    await call("sqs", () => client.send(message), counters);
  },
});
