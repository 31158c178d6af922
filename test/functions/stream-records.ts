import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { claimKey, instanceKey, type Key, pointerKey, poolKey } from "../../adapters/aws/dynamo/items.ts";
import type { Claim } from "../../core/model/claim.ts";
import type { Instance } from "../../core/model/instance.ts";
import type { Pool } from "../../core/model/pool.ts";

/** Records of the table's stream as Lambda gives them, made by hand after what is written. The n-th has the sequence n. */
const record = (key: Key, doc: { readonly version: number } | undefined, before?: unknown) => (nth: number) =>
  ({
    eventID: `event-${nth}`,
    eventName: before ? "MODIFY" : "INSERT",
    eventSource: "aws:dynamodb",
    dynamodb: {
      Keys: image(key),
      SequenceNumber: String(nth),
      NewImage: image({ ...key, ...(doc && { doc, version: doc.version }) }),
      ...(before !== undefined && { OldImage: image({ ...key, doc: before }) }),
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  }) as unknown as DynamoDBRecord;
const image = (item: object) => marshall(item, { removeUndefinedValues: true });

export const ofInstance = (after: Instance, before?: Instance) =>
  record(instanceKey(after.pool, after.id), after, before);
export const ofClaim = (after: Claim) => record(claimKey(after.id), after);
export const ofPool = (after: Pool) => record(poolKey(after.id), after);
/** What nobody is notified of. */
export const ofPointer = (id: string) => record(pointerKey(id), undefined);
