import type {
  CancelSpotInstanceRequestsRequest,
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeInstancesRequest,
  DescribeSpotInstanceRequestsRequest,
  GetConsoleOutputRequest,
  ModifyInstanceAttributeRequest,
  RunInstancesRequest,
  StartInstancesRequest,
  StopInstancesRequest,
  TerminateInstancesRequest,
} from "@aws-sdk/client-ec2";
import { tagsFrom } from "../../../adapters/aws/ec2/instance.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { type Tier, tierRow } from "../../../events/tiers.ts";
import type { Account } from "./account.ts";
import { ATTACHED, done } from "./attachments.ts";
import type { ActionName } from "./codec.ts";
import { describeInstances } from "./describe.ts";
import { Ec2Failure, noSuchInstances } from "./failure.ts";
import { known, toEach } from "./power.ts";
import { runInstances } from "./run.ts";
import { cancelSpotRequests, describeSpotRequests } from "./spot.ts";

/** Takes what the codec of its action reads, in the SDK's words. */
type Perform = (account: Account, asked: never) => Promise<object> | object;

/** What becomes of each action in the world. Each throws an `Ec2Failure` for what EC2 refuses. */
export const PERFORMED: Readonly<Record<ActionName, Perform>> = {
  RunInstances: (account, asked: RunInstancesRequest) => runInstances(account, asked),
  DescribeInstances: (account, asked: DescribeInstancesRequest) => describeInstances(account, asked),
  DescribeSpotInstanceRequests: (account, asked: DescribeSpotInstanceRequestsRequest) =>
    describeSpotRequests(account, asked),
  CancelSpotInstanceRequests: (account, asked: CancelSpotInstanceRequestsRequest) => cancelSpotRequests(account, asked),

  async StartInstances(account, { InstanceIds }: Partial<StartInstancesRequest>) {
    const { power } = account.world.ports;
    const does = (id: string) => power.start(id);
    const from = ["stopped", "pending", "running"];
    return { StartingInstances: await toEach(account, InstanceIds, { word: "started", from, does }) };
  },

  async StopInstances(account, { InstanceIds, Hibernate = false, Force = false }: Partial<StopInstancesRequest>) {
    if (Hibernate) for (const { id, intent } of known(account, InstanceIds ?? [])) canHibernate(id, intent.tier);
    const options = { hibernate: Hibernate, force: Force };
    const does = (id: string) => account.world.ports.power.stop(id, options);
    const from = ["running", "stopping", "stopped"];
    return { StoppingInstances: await toEach(account, InstanceIds, { word: "stopped", from, does }) };
  },

  async TerminateInstances(account, { InstanceIds }: Partial<TerminateInstancesRequest>) {
    const does = (id: string) => account.world.ports.power.terminate(id, { spot: false });
    const from = ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"];
    return { TerminatingInstances: await toEach(account, InstanceIds, { word: "terminated", from, does }) };
  },

  ...ATTACHED,

  async ModifyInstanceAttribute(
    account,
    { InstanceId = "", InstanceType, Groups }: Partial<ModifyInstanceAttributeRequest>,
  ) {
    if (Groups !== undefined && InstanceType !== undefined)
      throw new Ec2Failure("InvalidParameterCombination", "Fields for multiple attribute types specified");
    if (Groups !== undefined) {
      done(InstanceId, await account.world.ports.modifications.regroup(InstanceId, Groups));
      return {};
    }
    const type = InstanceType?.Value;
    if (type === undefined)
      throw new Ec2Failure("InvalidParameterCombination", "No attributes specified that the local cloud can modify.");
    const retyped = await account.world.ports.modifications.retype(InstanceId, type).catch((error: unknown) => {
      if (!(error instanceof PortError)) throw error;
      throw new Ec2Failure(error.code, `The instance '${InstanceId}' is not in the 'stopped' state.`);
    });
    done(InstanceId, retyped);
    return {};
  },

  async GetConsoleOutput(account, { InstanceId = "" }: Partial<GetConsoleOutputRequest>) {
    const read = await account.world.ports.console.read(InstanceId);
    if (read.kind === "unknown") throw noSuchInstances([InstanceId]);
    if (read.kind === "refused") throw new Ec2Failure(read.error, `The console of '${InstanceId}' cannot be read.`);
    if (read.kind === "empty") return { InstanceId, Timestamp: new Date(account.now()) };
    const { text, postedAt = account.now() } = read;
    return { InstanceId, Timestamp: new Date(postedAt), Output: Buffer.from(text).toString("base64") };
  },

  async DeleteTags(account, { Resources = [], Tags = [] }: Partial<DeleteTagsRequest>) {
    known(account, Resources);
    const keys = Tags.flatMap(({ Key }) => Key ?? []);
    for (const id of Resources) await account.world.ports.modifications.untag(id, keys);
    return {};
  },

  async CreateTags(account, { Resources = [], Tags = [] }: Partial<CreateTagsRequest>) {
    known(account, Resources);
    for (const id of Resources) await account.world.ports.modifications.tag(id, tagsFrom(Tags));
    return {};
  },
};

function canHibernate(id: string, tier: Tier): void {
  if (tierRow(tier).parks !== "hibernate")
    throw new Ec2Failure("UnsupportedHibernationConfiguration", `The instance '${id}' is not enabled for hibernation.`);
}
