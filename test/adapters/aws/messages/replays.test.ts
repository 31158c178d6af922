import {
  CancelReplayCommand,
  DescribeReplayCommand,
  EventBridgeClient,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { replays } from "../../../../adapters/aws/messages/replays.ts";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import { EPOCH, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

const ARN = "arn:aws:events:eu-west-1:111122223333";
const SETTINGS = {
  archiveArn: `${ARN}:archive/greenroom`,
  busArn: `${ARN}:event-bus/greenroom`,
  shadowRuleArn: `${ARN}:rule/greenroom/shadow`,
};
const REPLAY = { name: "gr.t5abc1.0f0f.-.-", from: EPOCH, to: EPOCH + MINUTE_MS };

function room() {
  const client = new EventBridgeClient({ region: REGION });
  const mock = mockClient(client).onAnyCommand().resolves({});
  return { mock, port: replays(client, SETTINGS, counting()) };
}
const thrown = (name: string) => Object.assign(new Error(`${name} it is`), { name, $fault: "client" });

describe("a replay over EventBridge", () => {
  test("is of the window, from the archive, to the shadow rule and to nothing else", async () => {
    const { mock, port } = room();
    expect(await port.start(REPLAY)).toEqual({ kind: "started" });
    expect(mock.commandCalls(StartReplayCommand)[0]?.args[0].input).toEqual({
      ReplayName: REPLAY.name,
      EventSourceArn: SETTINGS.archiveArn,
      EventStartTime: new Date(EPOCH),
      EventEndTime: new Date(EPOCH + MINUTE_MS),
      Destination: { Arn: SETTINGS.busArn, FilterArns: [SETTINGS.shadowRuleArn] },
    });
  });

  test.each([
    ["ResourceAlreadyExistsException", { kind: "already" }],
    ["LimitExceededException", { kind: "refused", error: "LimitExceededException it is" }],
    ["ResourceNotFoundException", { kind: "refused", error: "ResourceNotFoundException it is" }],
  ])("that is answered with %s is %o", async (name, answer) => {
    const { mock, port } = room();
    mock.on(StartReplayCommand).rejects(thrown(name));
    expect(await port.start(REPLAY)).toEqual(answer);
  });

  test("that fails otherwise may be started again", async () => {
    const { mock, port } = room();
    mock.on(StartReplayCommand).rejects(thrown("InternalException"));
    await expect(port.start(REPLAY)).rejects.toMatchObject({ fate: "retryable" });
  });

  test("reports how far it is, and what became of it", async () => {
    const { mock, port } = room();
    mock.on(DescribeReplayCommand).resolves({
      State: "FAILED",
      StateReason: "the rule is gone",
      EventStartTime: new Date(EPOCH),
      EventEndTime: new Date(EPOCH + MINUTE_MS),
      EventLastReplayedTime: new Date(EPOCH + 5_000),
    });
    expect(await port.find(REPLAY.name)).toEqual({
      ...REPLAY,
      state: "failed",
      reachedAt: EPOCH + 5_000,
      why: "the rule is gone",
    });
    mock.on(DescribeReplayCommand).rejects(thrown("ResourceNotFoundException"));
    expect(await port.find(REPLAY.name)).toBeUndefined();
  });

  test.each([
    [undefined, "asked"],
    ["IllegalStatusException", "over"],
    ["ResourceNotFoundException", "unknown"],
  ])("whose end is asked for and that is answered with %s is %s", async (name, answer) => {
    const { mock, port } = room();
    if (name) mock.on(CancelReplayCommand).rejects(thrown(name));
    expect(await port.cancel(REPLAY.name)).toBe(answer);
  });
});
