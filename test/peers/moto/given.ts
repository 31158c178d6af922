import {
  AllocateAddressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { ec2 } from "../../../adapters/aws/ec2/ec2.ts";
import { counting } from "../../adapters/aws/counting.ts";
import { aTemplate, EPOCH, REGION } from "../../builders.ts";
import type { Ec2Subject } from "../../contracts/ec2/subject.ts";

const CREDENTIALS = { accessKeyId: "nobody", secretAccessKey: "nothing" };

/** An empty account at moto, with what aTemplate() launches from and what can be put on an instance. Its clock is the test's; moto has none, and changes at once. */
export async function openAccount(endpoint: string): Promise<Ec2Subject> {
  await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
  const client = new EC2Client({ ...CLIENT_SETTINGS, region: REGION, endpoint, credentials: CREDENTIALS });
  for (const name of [aTemplate().instanceProfile ?? "", "team-build", "other"]) await makeProfile(endpoint, name);
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc?.VpcId;
  const subnetIn = async (zone: string, nth: number) => {
    const made = new CreateSubnetCommand({ VpcId, AvailabilityZone: zone, CidrBlock: `10.0.${nth}.0/24` });
    return [zone, (await client.send(made)).Subnet?.SubnetId ?? ""] as const;
  };
  const subnets = Object.fromEntries(await Promise.all(Object.keys(aTemplate().subnets).map(subnetIn)));
  const groupNamed = async (GroupName: string) => {
    const made = new CreateSecurityGroupCommand({ VpcId, GroupName, Description: "a group" });
    return (await client.send(made)).GroupId ?? "";
  };
  const [group, ...groups] = [await groupNamed("greenroom"), await groupNamed("one"), await groupNamed("other")];
  const interfaceIn = new CreateNetworkInterfaceCommand({ SubnetId: Object.values(subnets)[0] });
  const eni = (await client.send(interfaceIn)).NetworkInterface?.NetworkInterfaceId ?? "";
  const eip = (await client.send(new AllocateAddressCommand({ Domain: "vpc" }))).AllocationId ?? "";

  let now = EPOCH;
  return {
    ports: ec2({ client, clock: { now: () => now }, counters: counting() }),
    places: { subnets, securityGroups: [group] },
    resources: { groups, eni, eip },
    async during(forMs, work) {
      const answer = await work();
      now += forMs;
      return answer;
    },
    close: async () => client.destroy(),
  };
}

/** Of IAM nothing else is needed. moto knows the service that is meant by the credential's scope, and checks no signature. */
async function makeProfile(endpoint: string, InstanceProfileName: string): Promise<void> {
  const scope = `Credential=nobody/20260105/${REGION}/iam/aws4_request`;
  const made = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Action: "CreateInstanceProfile", Version: "2010-05-08", InstanceProfileName }),
  });
  if (!made.ok) throw new Error(`moto made no instance profile: ${await made.text()}`);
}
