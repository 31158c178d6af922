import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** Strongly consistent reads of a pool's instances by drawer. Sparse: a tombstone lies in none. */
export const BIN_INDEX = "bin";
/** Pending claims of a pool, oldest first; eventually consistent. Sparse: any other claim is not in it. */
export const PENDING_INDEX = "pending";
/** Seconds since 1970, on what is to be buried. DynamoDB deletes it at some time after, free of charge. */
export const TTL_ATTRIBUTE = "expiresAt";

/** The one table, as CreateTable takes it. Deployed and tested from here.
 *  Both indexes carry the record itself (`doc`), so that no read through them goes back to the table; neither carries the
 *  history, so that plans do not pay for it. */
export const TABLE = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
    { AttributeName: "bin", AttributeType: "S" },
    { AttributeName: "queue", AttributeType: "S" },
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
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["doc", "version"] },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: PENDING_INDEX,
      KeySchema: [
        { AttributeName: "queue", KeyType: "HASH" },
        { AttributeName: "turn", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["doc", "version"] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
} as const satisfies Omit<CreateTableCommandInput, "TableName">;
