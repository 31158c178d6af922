import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import { THROTTLED_WAIT_MS } from "../../../core/model/limits.ts";
import type { Fate, PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { COMMON_ERRORS, failureOf, portError, tableOf } from "../errors.ts";

const SOURCE =
  "Amazon DynamoDB Developer Guide, Error handling; API Reference, TransactWriteItems, CancellationReasons";

/** What DynamoDB's codes mean: those of calls, and those of the reasons a transaction is cancelled for. */
export const DYNAMO_ERRORS = tableOf<Fate>([
  ...COMMON_ERRORS,
  {
    means: "retry-after",
    retryAfterMs: THROTTLED_WAIT_MS,
    source: SOURCE,
    codes: [
      "ProvisionedThroughputExceeded",
      "ProvisionedThroughputExceededException",
      "RequestLimitExceeded",
      "ThrottlingError",
    ],
  },
  {
    means: "retryable",
    source: SOURCE,
    codes: [
      "InternalServerError",
      "TransactionConflict",
      "TransactionConflictException",
      "TransactionInProgressException",
    ],
  },
  {
    means: "terminal",
    source: SOURCE,
    codes: [
      "IdempotentParameterMismatchException",
      "ItemCollectionSizeLimitExceeded",
      "ItemCollectionSizeLimitExceededException",
      "ResourceNotFoundException",
    ],
  },
]);

const CONFLICT = "TransactionConflict";

/** Why a transaction was cancelled: one code for each of its items that was a reason. */
const reasonsOf = (thrown: TransactionCanceledException): readonly string[] =>
  (thrown.CancellationReasons ?? []).flatMap(({ Code }) => (Code === undefined || Code === "None" ? [] : [Code]));

/** Another transaction holds one of the items, for a moment: nothing was written, and nothing was found out. */
export const isHeld = (thrown: unknown): boolean =>
  thrown instanceof TransactionConflictException ||
  (thrown instanceof TransactionCanceledException && reasonsOf(thrown).every((code) => code === CONFLICT));

/** The items, as they are stored, that a write's conditions failed on; undefined: it failed for another reason.
 *  Source: ReturnValuesOnConditionCheckFailure, which the document client leaves marshalled (aws-sdk-js-v3 #6723). */
export function conflictingItems(thrown: unknown): readonly Record<string, AttributeValue>[] | undefined {
  if (thrown instanceof ConditionalCheckFailedException) return thrown.Item ? [thrown.Item] : [];
  if (!(thrown instanceof TransactionCanceledException)) return undefined;
  const failed = (thrown.CancellationReasons ?? []).filter(({ Code }) => Code === "ConditionalCheckFailed");
  return failed.length === 0 ? undefined : failed.flatMap(({ Item }) => (Item ? [Item] : []));
}

/** The error with its fate. A cancelled transaction has that of its gravest reason: any other outweighs a conflict. */
export function storeError(thrown: unknown, counters: Counters): PortError {
  const failure = failureOf("dynamodb", thrown);
  const reasons = thrown instanceof TransactionCanceledException ? reasonsOf(thrown) : [];
  const code = reasons.find((reason) => reason !== CONFLICT) ?? reasons[0] ?? failure.code;
  return portError(DYNAMO_ERRORS.get(code), { ...failure, code }, counters);
}
