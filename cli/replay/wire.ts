import { SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_SETTINGS } from "../../adapters/aws/client-settings.ts";
import { type SqsInbox, sqsInbox } from "../../adapters/aws/messages/inbox.ts";
import { SECOND_MS } from "../../core/model/time.ts";

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
const REGION = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./;
/** A receive is held open for up to 20 seconds. */
const ANSWER_MS = 30 * SECOND_MS;

export type QueueInbox = SqsInbox;

/** The queue at an address, asked with the credentials that the AWS SDK finds, as AWS's own tools do. */
export function queueAt(url: string): QueueInbox {
  const [, region] = REGION.exec(url) ?? [];
  const requestHandler = { ...CLIENT_SETTINGS.requestHandler, requestTimeout: ANSWER_MS };
  const client = new SQSClient({ ...CLIENT_SETTINGS, requestHandler, ...(region !== undefined && { region }) });
  return sqsInbox(client, url, { count: () => {} });
}
