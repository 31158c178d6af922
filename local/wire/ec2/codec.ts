import * as sdk from "@aws-sdk/client-ec2";
import { NormalizedSchema } from "@smithy/core/schema";
import { readForm } from "./form.ts";
import { answerXml } from "./xml.ts";

/** What the local cloud answers of EC2's API: what the plane asks. */
const OPERATIONS = {
  DescribeNetworkInterfaces: sdk.DescribeNetworkInterfaces$,
  AssociateAddress: sdk.AssociateAddress$,
  AssociateIamInstanceProfile: sdk.AssociateIamInstanceProfile$,
  AttachNetworkInterface: sdk.AttachNetworkInterface$,
  DeleteTags: sdk.DeleteTags$,
  DescribeAddresses: sdk.DescribeAddresses$,
  DescribeIamInstanceProfileAssociations: sdk.DescribeIamInstanceProfileAssociations$,
  DescribeVolumes: sdk.DescribeVolumes$,
  DisassociateIamInstanceProfile: sdk.DisassociateIamInstanceProfile$,
  ModifyVolume: sdk.ModifyVolume$,
  ReplaceIamInstanceProfileAssociation: sdk.ReplaceIamInstanceProfileAssociation$,
  CancelSpotInstanceRequests: sdk.CancelSpotInstanceRequests$,
  CreateTags: sdk.CreateTags$,
  DescribeInstances: sdk.DescribeInstances$,
  GetConsoleOutput: sdk.GetConsoleOutput$,
  DescribeSpotInstanceRequests: sdk.DescribeSpotInstanceRequests$,
  ModifyInstanceAttribute: sdk.ModifyInstanceAttribute$,
  RunInstances: sdk.RunInstances$,
  StartInstances: sdk.StartInstances$,
  StopInstances: sdk.StopInstances$,
  TerminateInstances: sdk.TerminateInstances$,
} as const;
export type ActionName = keyof typeof OPERATIONS;
export const ACTIONS = Object.keys(OPERATIONS) as readonly ActionName[];

export const isAction = (name: string): name is ActionName => Object.hasOwn(OPERATIONS, name);

/** One action between the wire and the SDK's own words for it, both by the schemas the SDK itself reads and writes by. */
export interface Codec {
  /** Throws an `Ec2Failure` for a form that is not as the schema has it. */
  read(form: URLSearchParams): object;
  write(answer: object, requestId: string): string;
}

/** The SDK's own schemas of an action's request and answer. */
export function schemasOf(action: ActionName): {
  readonly asked: NormalizedSchema;
  readonly answered: NormalizedSchema;
} {
  const [, , , , input, output] = OPERATIONS[action];
  return { asked: NormalizedSchema.of(input), answered: NormalizedSchema.of(output) };
}

export function codecOf(action: ActionName): Codec {
  const { asked, answered } = schemasOf(action);
  return {
    read: (form) => readForm(asked, form),
    write: (answer, requestId) => answerXml(action, answered, answer, requestId),
  };
}
