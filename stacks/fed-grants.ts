import { type FunctionRow, isFedBy, isQueueFed } from "../functions/shared/manifest/row.ts";
import type { Grant } from "./grants.ts";
import { grantsFor } from "./permission-grants.ts";

/** What a function's role needs so that Lambda can feed it, log for it, and lay down what it cannot do; nothing of this is in its code.
 *  Source: Lambda Developer Guide, execution role permissions of SQS, DynamoDB Streams and destinations. */
export function fedGrants(one: FunctionRow): readonly Grant[] {
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

/** What a function's code asks of AWS: what its row says, and the dead-lettering of messages that can never be done, where it has a
 *  dead-letter queue that only its own code and SQS send to. */
export const codeGrants = (one: FunctionRow): readonly Grant[] => [
  ...grantsFor(one.may),
  ...(isQueueFed(one) && !isFedBy(one, "redrive")
    ? [{ actions: ["sqs:SendMessage"], on: [`dead:${one.name}` as const] }]
    : []),
];

/** All that a function may do: what its code asks for, then what feeding it takes. */
export const grantsOf = (one: FunctionRow): readonly Grant[] => [...codeGrants(one), ...fedGrants(one)];
