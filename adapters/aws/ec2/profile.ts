import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  type EC2Client,
  type IamInstanceProfileSpecification,
  ReplaceIamInstanceProfileAssociationCommand,
} from "@aws-sdk/client-ec2";
import type { InstanceId } from "../../../core/model/ids.ts";
import type { Measures } from "../../../core/ports/modifications.ts";

/** Has an instance carry a profile, which is one call if it carries none. An association is replaced "for the specified running
 *  instance", and taken off one that is stopped; its id is asked for only then.
 *  Source: EC2 API Reference, AssociateIamInstanceProfile, ReplaceIamInstanceProfileAssociation, DisassociateIamInstanceProfile. */
export async function giveProfile(
  client: EC2Client,
  {
    id,
    profile,
    has,
  }: { readonly id: InstanceId; readonly profile: string; readonly has: Pick<Measures, "profile" | "state"> },
): Promise<void> {
  if (has.profile !== undefined && isOf(profile, has.profile)) return;
  const IamInstanceProfile = profile.startsWith("arn:") ? { Arn: profile } : { Name: profile };
  const AssociationId = has.profile === undefined ? undefined : await associationOf(client, id);
  if (AssociationId !== undefined && has.state === "running") {
    await client.send(new ReplaceIamInstanceProfileAssociationCommand({ AssociationId, IamInstanceProfile }));
    return;
  }
  if (AssociationId !== undefined) await client.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
  const associate = (wanted: IamInstanceProfileSpecification) =>
    client.send(new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile: wanted }));
  try {
    await associate(IamInstanceProfile);
  } catch (thrown) {
    // It goes back to its pool if the claim was wrong, and not without its profile.
    if (AssociationId !== undefined && has.profile !== undefined) await associate({ Arn: has.profile });
    throw thrown;
  }
}

/** The one that is, or is about to be; undefined: it has been taken off by now. */
async function associationOf(client: EC2Client, id: InstanceId): Promise<string | undefined> {
  const { IamInstanceProfileAssociations: found = [] } = await client.send(
    new DescribeIamInstanceProfileAssociationsCommand({
      Filters: [
        { Name: "instance-id", Values: [id] },
        { Name: "state", Values: ["associating", "associated"] },
      ],
    }),
  );
  return found[0]?.AssociationId;
}

/** A profile by its name or ARN; a name is what an ARN ends with. */
const isOf = (profile: string, arn: string): boolean => arn === profile || arn.endsWith(`/${profile}`);
