/// <reference path="../../.sst/platform/config.d.ts" />
import { TABLE, TTL_ATTRIBUTE } from "../../adapters/aws/dynamo/table.ts";
import type { Settings } from "../settings.ts";

/** The one table, as the store's adapter describes it. SST keeps tables when a protected stage is removed. */
export const defineTable = ({ prefix, isProtected }: Settings) =>
  new aws.dynamodb.Table("Table", {
    name: prefix,
    billingMode: TABLE.BillingMode,
    attributes: TABLE.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    hashKey: keyOf(TABLE.KeySchema, "HASH"),
    rangeKey: keyOf(TABLE.KeySchema, "RANGE"),
    localSecondaryIndexes: TABLE.LocalSecondaryIndexes.map((index) => ({
      name: index.IndexName,
      rangeKey: keyOf(index.KeySchema, "RANGE"),
      projectionType: index.Projection.ProjectionType,
      nonKeyAttributes: [...index.Projection.NonKeyAttributes],
    })),
    globalSecondaryIndexes: TABLE.GlobalSecondaryIndexes.map((index) => ({
      name: index.IndexName,
      hashKey: keyOf(index.KeySchema, "HASH"),
      rangeKey: keyOf(index.KeySchema, "RANGE"),
      projectionType: index.Projection.ProjectionType,
      nonKeyAttributes: [...index.Projection.NonKeyAttributes],
    })),
    ttl: { attributeName: TTL_ATTRIBUTE, enabled: true },
    streamEnabled: TABLE.StreamSpecification.StreamEnabled,
    streamViewType: TABLE.StreamSpecification.StreamViewType,
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true },
    deletionProtectionEnabled: isProtected,
  });

const keyOf = (schema: readonly { readonly AttributeName: string; readonly KeyType: string }[], kind: string): string =>
  schema.find(({ KeyType }) => KeyType === kind)?.AttributeName ?? "";
