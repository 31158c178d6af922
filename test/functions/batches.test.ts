import { describe, expect, it, vi } from "vitest";
import { actionText, planText } from "../../adapters/messages/texts.ts";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { write } from "../../events/contract.ts";
import { handle as instanceStateChanged } from "../../functions/instance-state-changed.ts";
import {
  instanceStateChangedFunction,
  performActionFunction,
  planPoolFunction,
  wakeFunction,
} from "../../functions/manifest.ts";
import { handle as performAction } from "../../functions/perform-action.ts";
import { handle as planPool } from "../../functions/plan-pool.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import { route } from "../../functions/shared/route.ts";
import { handle as wake } from "../../functions/wake.ts";
import { anInstance, EPOCH, instanceNo } from "../builders.ts";
import { clockAt, recordedPlane } from "../recorded-plane.ts";
import { CONTEXT, failedIn, sqsEvent } from "./lambda.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

const observed = { state: "running", at: EPOCH } as const;
const stopped = (id: string, at = EPOCH + 5_000) =>
  write(ec2InstanceStateChange, { "instance-id": id, state: "stopped" }, { id: `e-${id}`, at });

const parkingAt = async (...numbers: readonly number[]) => {
  const bench = recordedPlane(clockAt(EPOCH + 6_000));
  for (const n of numbers)
    await bench.ports.records.commit({
      instance: anInstance({ id: instanceNo(n), state: "parking", version: 1, observed }),
    });
  return bench;
};

describe("a batch from a queue", () => {
  it("comes back only with what failed; its siblings are done", async () => {
    const { ports } = await parkingAt(1, 2);
    const handler = onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => ports);
    const answer = await handler(sqsEvent([stopped(instanceNo(1)), "{ not json", stopped(instanceNo(2))]), CONTEXT);
    expect(failedIn(answer)).toEqual(["m-1"]);
    expect((await ports.instances.find(instanceNo(1)))?.state).toBe("warm");
    expect((await ports.instances.find(instanceNo(2)))?.state).toBe("warm");
  });

  it("goes to the dead-letter queue at once with what will never be done, and says why", async () => {
    const { ports, counted } = recordedPlane();
    const answer = await onQueue(route(wakeFunction, wake), async () => ports)(sqsEvent(["{ not json"]), CONTEXT);
    expect(failedIn(answer)).toEqual([]);
    expect(counted).toContain("handled wake dead-lettered");
    expect(await ports.deadLetters.take("wake", 10)).toMatchObject([
      { text: "{ not json", why: { FUNCTION: "wake", ERROR_CODE: "Malformed" } },
    ]);
  });

  it.each([
    [
      "of ours",
      { source: "greenroom", "detail-type": "Wake", detail: { version: 2, instance: instanceNo(1), entry: 3 } },
    ],
    ["of ours that is no wake at all", { source: "greenroom", "detail-type": "Wake Pool", detail: { version: 1 } }],
  ])("goes to the dead-letter queue with a message %s in another version, and says which", async (_, said) => {
    const { ports, counted } = recordedPlane();
    const text = JSON.stringify({ version: "0", id: "w", time: "2026-01-05T09:00:00.000Z", resources: [], ...said });
    expect(failedIn(await onQueue(route(wakeFunction, wake), async () => ports)(sqsEvent([text]), CONTEXT))).toEqual(
      [],
    );
    expect(counted).toEqual(["handled wake dead-lettered"]);
    const version = `greenroom/${said["detail-type"]}/v${said.detail.version}`;
    expect(await ports.deadLetters.take("wake", 10)).toMatchObject([
      { text, why: { ERROR_CODE: "UnsupportedVersion", ERROR_MESSAGE: expect.stringContaining(version) } },
    ]);
  });

  it("comes back with an event of AWS's in a version that nobody here reads", async () => {
    const { ports } = await parkingAt(1);
    const later = JSON.stringify({ ...JSON.parse(stopped(instanceNo(1))), version: "1" });
    expect(
      failedIn(
        await onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => ports)(
          sqsEvent([later]),
          CONTEXT,
        ),
      ),
    ).toEqual(["m-0"]);
    expect((await ports.instances.find(instanceNo(1)))?.state).toBe("parking");
  });

  it("comes back with what the outside could not do, and does it the next time", async () => {
    const { ports } = await parkingAt(1, 2);
    let down = true;
    const find = ports.instances.find;
    const broken = {
      ...ports,
      instances: {
        ...ports.instances,
        find: (id: string) =>
          down && id === instanceNo(1) ? Promise.reject(new Error("the store is away")) : find(id),
      },
    };
    const handler = onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => broken);
    const batch = sqsEvent([stopped(instanceNo(1)), stopped(instanceNo(2))]);
    expect(failedIn(await handler(batch, CONTEXT))).toEqual(["m-0"]);
    down = false;
    expect(failedIn(await handler(batch, CONTEXT))).toEqual([]);
    expect((await ports.instances.find(instanceNo(1)))?.state).toBe("warm");
  });

  it("answers rather than throws when all of it fails, so that each message counts its own receives", async () => {
    const { ports } = recordedPlane();
    const handler = onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => ports);
    expect(failedIn(await handler(sqsEvent(["{", "null", "[]"]), CONTEXT))).toEqual(["m-0", "m-1", "m-2"]);
  });

  it("counts unmanaged instances, unknown events and doubles, and is done with them", async () => {
    const { ports, counted, written } = await parkingAt(1);
    const handler = onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => ports);
    const unknown = JSON.stringify({ ...JSON.parse(stopped(instanceNo(1))), "detail-type": "EC2 Instance Sneezed" });
    const texts = [stopped(instanceNo(9)), unknown, stopped(instanceNo(1))];
    expect(failedIn(await handler(sqsEvent(texts), CONTEXT))).toEqual([]);
    expect(failedIn(await handler(sqsEvent([stopped(instanceNo(1))]), CONTEXT))).toEqual([]);
    // The records of a batch run side by side.
    expect(counted.toSorted()).toEqual([
      "event-doubled win-build stopped",
      "handled instance-state-changed already",
      "handled instance-state-changed moved",
      "handled instance-state-changed unknown",
      "handled instance-state-changed unmanaged",
    ]);
    expect(written).toHaveLength(2);
  });

  it("drops what a replay sends again, whatever it says", async () => {
    const { ports, counted } = await parkingAt(1);
    const handler = onQueue(route(instanceStateChangedFunction, instanceStateChanged), async () => ports);
    const replayed = JSON.stringify({ ...JSON.parse(stopped(instanceNo(1))), "replay-name": "last-week" });
    expect(failedIn(await handler(sqsEvent([replayed]), CONTEXT))).toEqual([]);
    expect((await ports.instances.find(instanceNo(1)))?.state).toBe("parking");
    expect(counted).toEqual(["handled instance-state-changed replayed"]);
  });

  it("drops an action whose state entry is over, without asking EC2", async () => {
    const { ports, counted } = await parkingAt(1);
    const stop = vi.spyOn(ports.power, "stop");
    const action = {
      do: "stop",
      instance: instanceNo(1),
      entry: 99,
      leaseEpoch: 0,
      askedAgain: 0,
      cause: "test",
    } as const;
    const handler = onQueue(route(performActionFunction, performAction), async () => ports);
    expect(failedIn(await handler(sqsEvent([actionText(action, EPOCH)]), CONTEXT))).toEqual([]);
    expect(counted).toEqual(["handled perform-action dropped"]);
    expect(stop).not.toHaveBeenCalled();
  });
});

describe("a batch from a FIFO queue", () => {
  it("comes back with the failed one and the rest of its group; other groups proceed", async () => {
    const { ports, counted } = recordedPlane();
    const handler = onFifoQueue(route(planPoolFunction, planPool), async () => ports);
    const texts = [planText("one", EPOCH), "broken", planText("one", EPOCH + 1_000), planText("two", EPOCH)];
    const answer = await handler(sqsEvent(texts, ["one", "one", "one", "two"]), CONTEXT);
    expect(failedIn(answer)).toEqual(["m-1", "m-2"]);
    expect(counted).toEqual(["handled plan-pool unknown-pool", "handled plan-pool unknown-pool"]);
  });
});
