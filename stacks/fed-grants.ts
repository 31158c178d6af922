import { type Deployed, isQueueFed } from "./deployed.ts";
import type { Grant } from "./grants.ts";

/** What a function's role needs so that Lambda can feed it, log for it, and lay down what it cannot do; nothing of this is in its code but
 *  the expiry of messages. Source: Lambda Developer Guide, execution role permissions of SQS, DynamoDB Streams and destinations. */
export function fedGrants(one: Deployed): readonly Grant[] {
  const logs: Grant = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["own log group"] };
  if (isQueueFed(one))
    return [
      {
        actions: [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          // Of our own code: a message that failed comes again when it should.
          "sqs:ChangeMessageVisibility",
        ],
        on: [`queue:${one.name}`],
      },
      logs,
    ];
  switch (one.fed.by) {
    case "stream":
      return [
        {
          actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          on: ["table/stream"],
        },
        // Knows no stream's name. Source: Service Authorization Reference, Actions for Amazon DynamoDB.
        { actions: ["dynamodb:ListStreams"], on: ["*"] },
        { actions: ["sqs:SendMessage"], on: [`dead:${one.name}`] },
        logs,
      ];
    case "topic":
      return [{ actions: ["sqs:SendMessage"], on: [`dead:${one.name}`] }, logs];
    default:
      return [logs];
  }
}

/** All that a function may do: what its code asks for, then what feeding it takes. */
export const grantsOf = (one: Deployed): readonly Grant[] => [...one.may, ...fedGrants(one)];
