import {
  type EC2Client,
  type InstanceStateChange,
  type InstanceStateName,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { InstanceId } from "../../../core/model/ids.ts";
import type { Power } from "../../../core/ports/ec2.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { ask, type Ec2Answer } from "./ask.ts";
import { cancelRequestOf } from "./spot.ts";

/** Starts, stops and terminates, one id a call: one bad id fails a whole batch.
 *  Source: EC2 API Reference, StartInstances, StopInstances, TerminateInstances. */
export function power(client: EC2Client, counters: Counters): Power {
  const stop = async (id: InstanceId, hibernate: boolean) => {
    const command = new StopInstancesCommand({ InstanceIds: [id], ...(hibernate && { Hibernate: true }) });
    const answer = await ask(async () => (await client.send(command)).StoppingInstances, counters);
    return read(answer, ["stopping", "stopped"]);
  };
  return {
    async start(id) {
      const command = new StartInstancesCommand({ InstanceIds: [id] });
      const answer = await ask(async () => (await client.send(command)).StartingInstances, counters);
      if (answer.kind !== "answered") return answer;
      const before = beforeIn(answer.output);
      return before === "pending" || before === "running" ? { kind: "already", state: before } : { kind: "asked" };
    },

    async stop(id, { hibernate }) {
      const answer = await stop(id, hibernate);
      return hibernate && answer.kind === "impossible" ? stop(id, false) : answer;
    },

    async terminate(id, { spot }) {
      const command = new TerminateInstancesCommand({ InstanceIds: [id] });
      const answer = await ask(async () => {
        if (spot) await cancelRequestOf(client, id);
        return (await client.send(command)).TerminatingInstances;
      }, counters);
      return read(answer, ["shutting-down", "terminated"]);
    },
  };
}

type Changes = readonly InstanceStateChange[] | undefined;

/** `already` if the instance was in, or on its way to, the wanted state before the call. */
function read(answer: Ec2Answer<Changes>, wanted: readonly InstanceStateName[]) {
  if (answer.kind !== "answered") return answer;
  const before = beforeIn(answer.output);
  return { kind: before !== undefined && wanted.includes(before) ? ("already" as const) : ("asked" as const) };
}

/** The state that the one instance of a call was in before it. */
const beforeIn = (changes: Changes): InstanceStateName | undefined => changes?.[0]?.PreviousState?.Name;
