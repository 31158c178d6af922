import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  type InstanceStateName,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import type { Ec2State } from "../../../../core/model/instance.ts";
import { EC2_STATES } from "../../../../events/states.ts";
import { ID, refusal, room } from "./room.ts";

const change = (before: InstanceStateName) => [{ InstanceId: ID, PreviousState: { Name: before } }];

describe("asking for the state an instance", () => {
  const ALREADY: Readonly<Record<"start" | "stop" | "terminate", readonly Ec2State[]>> = {
    start: ["pending", "running"],
    stop: ["stopping", "stopped"],
    terminate: ["shutting-down", "terminated"],
  };
  const CASES = EC2_STATES.flatMap((before) =>
    (["start", "stop", "terminate"] as const).map((effect) => {
      const kind = ALREADY[effect].includes(before) ? "already" : "asked";
      return { before, effect, kind };
    }),
  );

  test.each(CASES)("was $before in, to $effect it, is $kind", async ({ before, effect, kind }) => {
    const { client, power } = room();
    client.on(StartInstancesCommand).resolves({ StartingInstances: change(before) });
    client.on(StopInstancesCommand).resolves({ StoppingInstances: change(before) });
    client.on(TerminateInstancesCommand).resolves({ TerminatingInstances: change(before) });
    const ask = {
      start: () => power.start(ID),
      stop: () => power.stop(ID, { hibernate: false }),
      terminate: () => power.terminate(ID, { spot: false }),
    };
    const tells = effect === "start" && kind === "already" ? { state: before } : {};
    expect(await ask[effect]()).toEqual({ kind, ...tells });
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ InstanceIds: [ID] }]);
  });

  test("is asked, if the answer does not say what it was before", async () => {
    const { client, power } = room();
    client.on(StartInstancesCommand).resolves({});
    expect(await power.start(ID)).toEqual({ kind: "asked" });
  });
});

describe("a stop that should hibernate", () => {
  const stops = ({ client }: ReturnType<typeof room>) =>
    client.commandCalls(StopInstancesCommand).map(({ args }) => args[0].input);

  test("hibernates where EC2 can", async () => {
    const to = room();
    to.client.on(StopInstancesCommand).resolves({ StoppingInstances: change("running") });
    expect(await to.power.stop(ID, { hibernate: true })).toEqual({ kind: "asked" });
    expect(stops(to)).toEqual([{ InstanceIds: [ID], Hibernate: true }]);
  });

  test.each(["UnsupportedHibernationConfiguration", "UnsupportedOperation"])("stops plainly after %s", async (code) => {
    const to = room();
    to.client
      .on(StopInstancesCommand)
      .resolves({ StoppingInstances: change("running") })
      .on(StopInstancesCommand, { Hibernate: true })
      .rejects(refusal(code));
    expect(await to.power.stop(ID, { hibernate: true })).toEqual({ kind: "asked" });
    expect(stops(to)).toEqual([{ InstanceIds: [ID], Hibernate: true }, { InstanceIds: [ID] }]);
  });

  test("waits where EC2 cannot yet, or every fresh instance would end up stopped", async () => {
    const to = room();
    const notYet = refusal("UnsupportedOperation", "Instance is not ready to hibernate yet, retry in a few minutes");
    to.client.on(StopInstancesCommand).rejects(notYet);
    await expect(to.power.stop(ID, { hibernate: true })).rejects.toMatchObject({
      fate: "retry-after",
      retryAfterMs: 30_000,
    });
    expect(stops(to)).toHaveLength(1);
  });

  test.each(["IncorrectInstanceState", "RequestLimitExceeded"])("does not fall back after %s", async (code) => {
    const to = room();
    to.client.on(StopInstancesCommand).rejects(refusal(code));
    await expect(to.power.stop(ID, { hibernate: true })).rejects.toMatchObject({ fate: "retry-after", code });
    expect(stops(to)).toHaveLength(1);
  });

  test("is refused where a plain stop is refused too", async () => {
    const to = room();
    to.client.on(StopInstancesCommand).rejects(refusal("UnsupportedOperation"));
    expect(await to.power.stop(ID, { hibernate: true })).toEqual({ kind: "impossible", error: "UnsupportedOperation" });
    expect(stops(to)).toHaveLength(2);
  });
});

describe("terminating a Spot instance", () => {
  test("ends its request first, or EC2 would launch the next one", async () => {
    const { client, power } = room();
    client
      .on(DescribeSpotInstanceRequestsCommand)
      .resolves({ SpotInstanceRequests: [{ SpotInstanceRequestId: "sir-0e54a519" }] });
    client.on(TerminateInstancesCommand).resolves({ TerminatingInstances: change("stopped") });
    expect(await power.terminate(ID, { spot: true })).toEqual({ kind: "asked" });
    const calls = client
      .calls()
      .map(({ args: [command] }) => ({ name: command.constructor.name, input: command.input }));
    expect(calls).toEqual([
      {
        name: DescribeSpotInstanceRequestsCommand.name,
        input: {
          Filters: [
            { Name: "instance-id", Values: [ID] },
            { Name: "type", Values: ["persistent"] },
            { Name: "state", Values: ["open", "active", "disabled"] },
          ],
        },
      },
      { name: CancelSpotInstanceRequestsCommand.name, input: { SpotInstanceRequestIds: ["sir-0e54a519"] } },
      { name: TerminateInstancesCommand.name, input: { InstanceIds: [ID] } },
    ]);
  });

  test("cancels nothing where no request would launch another", async () => {
    const { client, power } = room();
    client.on(DescribeSpotInstanceRequestsCommand).resolves({ SpotInstanceRequests: [] });
    client.on(TerminateInstancesCommand).resolves({ TerminatingInstances: change("running") });
    expect(await power.terminate(ID, { spot: true })).toEqual({ kind: "asked" });
    expect(client.commandCalls(CancelSpotInstanceRequestsCommand)).toHaveLength(0);
  });

  test("waits if its request cannot be ended", async () => {
    const { client, power } = room();
    client
      .on(DescribeSpotInstanceRequestsCommand)
      .resolves({ SpotInstanceRequests: [{ SpotInstanceRequestId: "sir-0e54a519" }] });
    client.on(CancelSpotInstanceRequestsCommand).rejects(refusal("RequestLimitExceeded"));
    await expect(power.terminate(ID, { spot: true })).rejects.toMatchObject({ fate: "retry-after" });
    expect(client.commandCalls(TerminateInstancesCommand)).toHaveLength(0);
  });
});
