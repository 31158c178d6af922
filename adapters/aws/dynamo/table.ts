import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** Strongly consistent reads of a pool's instances by state index. Sparse: a tombstone lies in none. */
export const BIN_INDEX = "bin";
/** Pending claims of a pool, oldest first; eventually consistent. Sparse: any other claim is not in it. */
export const PENDING_INDEX = "pending";
/** All claims of a pool in the order of asking, until they expire. Eventually consistent: a claim appears here a moment after
 *  it was written, and is never moved, for neither its pool nor its turn changes. So a list meets every claim that was in the
 *  index when it began, and is not expired before its end, exactly once; one that came since it may or may not meet, once at
 *  most. Sparse: nothing but a claim is in it. */
export const CLAIMS_INDEX = "claims";
/** Seconds since 1970, on what is to be expired. DynamoDB deletes it at some time after, free of charge. */
export const TTL_ATTRIBUTE = "expiresAt";

/** The one table, as CreateTable takes it. Deployed and tested from here.
 *  Every index carries the record itself (`doc`), so that no read through it goes back to the table; none carries the
 *  history, so that plans do not pay for it. */
export const TABLE = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
    { AttributeName: "bin", AttributeType: "S" },
    { AttributeName: "queue", AttributeType: "S" },
    { AttributeName: "claimsOf", AttributeType: "S" },
    { AttributeName: "turn", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: BIN_INDEX,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "bin", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["doc", "version", "shape"] },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: PENDING_INDEX,
      KeySchema: [
        { AttributeName: "queue", KeyType: "HASH" },
        { AttributeName: "turn", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["doc", "version", "shape"] },
    },
    {
      IndexName: CLAIMS_INDEX,
      KeySchema: [
        { AttributeName: "claimsOf", KeyType: "HASH" },
        { AttributeName: "turn", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["doc", "version", "shape"] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
} as const satisfies Omit<CreateTableCommandInput, "TableName">;
