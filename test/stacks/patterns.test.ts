import { describe, expect, it } from "vitest";
import { deliveryPartition } from "../../adapters/aws/dynamo/deliveries.ts";
import {
  alertKey,
  autopsyKey,
  claimKey,
  handoutKey,
  historyPartition,
  instanceKey,
  type Key,
  kindOf,
  pointerKey,
  poolKey,
  poolListKey,
  replayedItemKey,
  seenPartition,
  sweepKey,
  templateKey,
  templateListKey,
} from "../../adapters/aws/dynamo/items.ts";
import { planTick } from "../../events/commands/plan-tick.v1.ts";
import { read } from "../../events/contract.ts";
import { streamPattern, tickText } from "../../stacks/patterns.ts";

const INSTANCE = "i-0a1b2c3d4e5f60718";
const TOLD: readonly (readonly [string, Key])[] = [
  ["an instance", instanceKey("win", INSTANCE)],
  ["a claim", claimKey("claim-1")],
  ["an alert", alertKey("pool-below-minimum:win")],
  ["a pool", poolKey("win")],
  ["a template", templateKey("win", 1)],
  ["a sweep", sweepKey("eu-west-1:2026-01-05T09:00:00.000Z")],
];
const UNTOLD: readonly (readonly [string, Key])[] = [
  ["a pointer", pointerKey(INSTANCE)],
  ["the list of pools", poolListKey("win")],
  ["the list of templates", templateListKey("win", 1)],
  ["whom a sweep saw", { pk: seenPartition({ sweep: "s", zone: "eu-west-1a", generation: 0 }), sk: "00000000" }],
  ["a chapter", { pk: historyPartition(INSTANCE), sk: "2026" }],
  ["a probe's window", { pk: deliveryPartition("sns-sqs"), sk: "2026" }],
  ["what a claim brought for its instance, which may be a secret", handoutKey("claim-1")],
  ["an autopsy, which may hold what a boot script printed", autopsyKey(INSTANCE)],
  ["what a replay brought", replayedItemKey("replay-1", "a")],
];
const wakes = ({ pk }: Key): boolean => streamPattern.dynamodb.Keys.pk.S.some(({ prefix }) => pk.startsWith(prefix));

describe("the stream's filter", () => {
  it.each(TOLD)("lets through %s, which somebody is notified of", (_, key) => {
    expect(kindOf(key)).toBeDefined();
    expect(wakes(key)).toBe(true);
  });

  it.each(UNTOLD)("leaves out %s, which nobody is notified of", (_, key) => {
    expect(kindOf(key)).toBeUndefined();
    expect(wakes(key)).toBe(false);
  });
});

it("writes a tick that its contract reads, once EventBridge Scheduler has filled it in", () => {
  const sent = tickText(planTick, "eu-west-1")
    .replace("<aws.scheduler.scheduled-time>", "2026-01-05T09:03:00Z")
    .replace("<aws.scheduler.execution-id>", "d32c5kddcf5bb8c3");
  expect(read(planTick, sent)).toMatchObject({
    kind: "heard",
    event: { at: Date.parse("2026-01-05T09:03:00Z"), region: "eu-west-1" },
  });
});
