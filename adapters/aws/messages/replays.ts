import {
  CancelReplayCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  type EventBridgeClient,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import type { Counters } from "../../../core/ports/ports.ts";
import type { Replay, Replays } from "../../../core/ports/replays.ts";
import { failureOf } from "../errors.ts";
import { call } from "./batches.ts";

/** The archive of the greenroom bus, and the one rule on that bus that its replays go to. */
export interface ReplaySettings {
  readonly archiveArn: string;
  readonly busArn: string;
  readonly shadowRuleArn: string;
}

/** Replays of EventBridge. Source: EventBridge API Reference, StartReplay, DescribeReplay, CancelReplay. */
export function replays(client: EventBridgeClient, settings: ReplaySettings, counters: Counters): Replays {
  /** What the API throws for what is expected, as its code; anything else is a PortError. */
  const ask = async <Output>(send: () => Promise<Output>, expected: readonly string[]): Promise<Output | Expected> => {
    try {
      return await send();
    } catch (thrown) {
      const { code, message } = failureOf("eventbridge", thrown);
      if (expected.includes(code)) return { expected: code, message };
      return call("eventbridge", () => Promise.reject(thrown), counters);
    }
  };

  return {
    async start({ name, from, to }) {
      const { archiveArn, busArn, shadowRuleArn } = settings;
      const asked = new StartReplayCommand({
        ReplayName: name,
        EventSourceArn: archiveArn,
        EventStartTime: new Date(from),
        EventEndTime: new Date(to),
        Destination: { Arn: busArn, FilterArns: [shadowRuleArn] },
      });
      const answer = await ask(() => client.send(asked), ["ResourceAlreadyExistsException", ...REFUSALS]);
      if (!("expected" in answer)) return { kind: "started" };
      return REFUSALS.includes(answer.expected) ? { kind: "refused", error: answer.message } : { kind: "already" };
    },

    async find(name) {
      const answer = await ask(() => client.send(new DescribeReplayCommand({ ReplayName: name })), UNKNOWN);
      return "expected" in answer ? undefined : replayOf(name, answer);
    },

    async cancel(name) {
      const asked = new CancelReplayCommand({ ReplayName: name });
      const answer = await ask(() => client.send(asked), [...UNKNOWN, "IllegalStatusException"]);
      if (!("expected" in answer)) return "asked";
      return UNKNOWN.includes(answer.expected) ? "unknown" : "over";
    },
  };
}

interface Expected {
  readonly expected: string;
  readonly message: string;
}
const REFUSALS: readonly string[] = [
  "LimitExceededException",
  "InvalidEventPatternException",
  "ResourceNotFoundException",
];
const UNKNOWN: readonly string[] = ["ResourceNotFoundException"];

const replayOf = (name: string, said: DescribeReplayCommandOutput): Replay => ({
  name,
  from: said.EventStartTime?.getTime() ?? 0,
  to: said.EventEndTime?.getTime() ?? 0,
  state: (said.State?.toLowerCase() ?? "starting") as Replay["state"],
  ...(said.EventLastReplayedTime && { reachedAt: said.EventLastReplayedTime.getTime() }),
  ...(said.StateReason && { why: said.StateReason }),
});
