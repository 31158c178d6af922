import type { Contract } from "../events/contract.ts";

/** What a rule lets through: the events of one contract. The version is where the contract says, and is read by the function, which
 *  counts what it does not know. What a replay sends again is no news. */
export const eventPattern = ({ source, detailType }: Contract) => ({
  source: [source],
  "detail-type": [detailType],
  "replay-name": [{ exists: false }],
});

/** All that we say ourselves. */
export const ownEvents = { source: ["greenroom"] } as const;

/** A schedule's message in the envelope that every contract is read from. EventBridge Scheduler fills in the time it was due and the id
 *  of the attempt. Source: EventBridge Scheduler User Guide, "Adding context attributes". */
export const tickText = ({ source, detailType, version }: Contract, region: string): string =>
  JSON.stringify({
    version: "0",
    id: "<aws.scheduler.execution-id>",
    "detail-type": detailType,
    source,
    time: "<aws.scheduler.scheduled-time>",
    region,
    resources: [],
    detail: { version },
  });

/** Partitions of the table whose items are published; of the rest (pointers, marks of sweeps, probes) notify would learn nothing. */
export const TOLD_PARTITIONS = ["POOL#", "CLAIM#", "ALERTS", "TEMPLATE#", "SWEEP#"] as const;

/** What of the table's stream wakes notify. Deletions (REMOVE) are not published.
 *  Source: Lambda Developer Guide, "Using event filtering with a DynamoDB event source". */
export const streamPattern = {
  eventName: ["INSERT", "MODIFY"],
  dynamodb: { Keys: { pk: { S: TOLD_PARTITIONS.map((prefix) => ({ prefix })) } } },
} as const;
