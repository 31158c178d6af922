import {
  type _InstanceType,
  CreateTagsCommand,
  type EC2Client,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { Tried } from "../../../core/model/trial.ts";
import type { DryRuns } from "../../../core/ports/trials.ts";
import { failureOf } from "../errors.ts";
import { rowOf } from "./errors.ts";
import { runInstancesInput } from "./launcher.ts";

/** Every call with DryRun: "If you have the required permissions, the error response is DryRunOperation. Otherwise, it is
 *  UnauthorizedOperation." Source: EC2 API Reference, RunInstances, StartInstances and the others, DryRun. */
export const dryRuns = (client: EC2Client): DryRuns => ({
  async launch(request) {
    const subnet = request.template.subnets[request.intent.az];
    if (!subnet) return { action: "ec2:RunInstances", outcome: "refused", code: "NoSubnet" };
    return tried("ec2:RunInstances", () =>
      client.send(new RunInstancesCommand({ ...runInstancesInput(request, subnet), DryRun: true })),
    );
  },

  async handOver(id, { type }) {
    const to = { Value: type as _InstanceType };
    return [
      await tried("ec2:StartInstances", () =>
        client.send(new StartInstancesCommand({ InstanceIds: [id], DryRun: true })),
      ),
      await tried("ec2:ModifyInstanceAttribute", () =>
        client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: to, DryRun: true })),
      ),
      await tried("ec2:CreateTags", () =>
        client.send(new CreateTagsCommand({ Resources: [id], Tags: TAGS, DryRun: true })),
      ),
    ];
  },

  async end(id) {
    return [
      await tried("ec2:StopInstances", () =>
        client.send(new StopInstancesCommand({ InstanceIds: [id], DryRun: true })),
      ),
      await tried("ec2:TerminateInstances", () =>
        client.send(new TerminateInstancesCommand({ InstanceIds: [id], DryRun: true })),
      ),
    ];
  },
});

/** A tag such as a claim may ask for: any but the one that says whose the instance is. */
const TAGS = [{ Key: "greenroom:dry-run", Value: "" }];

async function tried(action: string, call: () => Promise<unknown>): Promise<Tried> {
  try {
    await call();
    return { action, outcome: "unanswered", code: "NotADryRun" };
  } catch (thrown) {
    const failure = failureOf("ec2", thrown);
    const { code } = failure;
    if (code === "DryRunOperation") return { action, outcome: "allowed" };
    // What can never work as it is asked, a missing image for one, is as good a reason as a missing permission.
    const isRefused = code === "UnauthorizedOperation" || rowOf(failure)?.means === "impossible";
    return { action, outcome: isRefused ? "refused" : "unanswered", code };
  }
}
