import type { AwsService } from "../../../../adapters/aws/errors.ts";
import type { Canned } from "./recorder.ts";

/** Bodies of errors as each service's protocol has them. A cancelled transaction and a failed condition bring what stood in the way. */
export const REFUSED: Readonly<Record<AwsService, (code: string) => string>> = {
  dynamodb: (code) =>
    JSON.stringify({
      __type: `com.amazonaws.dynamodb.v20120810#${code}`,
      message: "no",
      Item: { pk: { S: "a" } },
      CancellationReasons: [
        { Code: "ConditionalCheckFailed", Message: "no", Item: { pk: { S: "a" } } },
        { Code: "None" },
      ],
    }),
  sqs: (code) => JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: "no" }),
  sns: (code) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  eventbridge: (code) => JSON.stringify({ __type: code, message: "no" }),
  route53: (code) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  kms: (code) => JSON.stringify({ __type: code, message: "no" }),
  ssm: (code) => JSON.stringify({ __type: code, message: "no" }),
  ec2: (code) => `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
};

/** A code as SQS answers it: the exception in the body, and in a header what its older protocol called it.
 *  Source: Smithy, "AWS query protocol compatibility", `x-amzn-query-error`. */
export interface QueryError {
  readonly exception: string;
  readonly called: string;
}

export const queryErrorAnswer = ({ exception, called }: QueryError): Canned => ({
  status: 400,
  headers: { "x-amzn-query-error": `${called};Sender`, "content-type": "application/x-amz-json-1.0" },
  body: REFUSED.sqs(exception),
});
