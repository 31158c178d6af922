import type { InstanceId } from "../../core/model/ids.ts";
import type { Tried } from "../../core/model/trial.ts";
import type { DryRuns } from "../../core/ports/trials.ts";

/** Dry runs at an EC2 that allows everything but `denied`, as IAM names it, to instances that it knows. */
export function memoryDryRuns({
  denied,
  knows,
}: {
  readonly denied: ReadonlySet<string>;
  readonly knows: (id: InstanceId) => boolean;
}): DryRuns {
  const tried = (action: string): Tried =>
    denied.has(action) ? { action, outcome: "refused", code: "UnauthorizedOperation" } : { action, outcome: "allowed" };
  const on = (id: InstanceId, actions: readonly string[]): readonly Tried[] =>
    actions.map((action) =>
      knows(id) ? tried(action) : { action, outcome: "unanswered", code: "InvalidInstanceID.NotFound" },
    );
  return {
    launch: async () => tried("ec2:RunInstances"),
    handOver: async (id) => on(id, ["ec2:StartInstances", "ec2:ModifyInstanceAttribute", "ec2:CreateTags"]),
    end: async (id) => on(id, ["ec2:StopInstances", "ec2:TerminateInstances"]),
  };
}
