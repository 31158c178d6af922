import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  DescribeInstancesCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutEventsCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { GenerateMacCommand, KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";
import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SendCommandCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { AwsService } from "../../../../adapters/aws/errors.ts";
import type { Canned } from "./recorder.ts";
import { type QueryError, queryErrorAnswer, REFUSED } from "./refusals.ts";

/** One call: by which client, and what it is answered with. */
export interface Case {
  readonly service: AwsService;
  readonly says: string;
  readonly send: (config: DynamoDBClientConfig) => Promise<unknown>;
  readonly answer: Canned;
}

type Send = Case["send"];
type Sends = Readonly<Record<string, readonly [send: Send, body: string]>>;

/** A command fits its own client: which one that is, the compiler cannot say of all at once. */
const dynamodb = (command: object) => (config: DynamoDBClientConfig) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config)).send(command as never);
const sqs = (command: object) => (config: object) => new SQSClient(config).send(command as never);
const sns = (command: object) => (config: object) => new SNSClient(config).send(command as never);
const eventbridge = (command: object) => (config: object) => new EventBridgeClient(config).send(command as never);
const ec2 = (command: object) => (config: object) => new EC2Client(config).send(command as never);

const route53 = (command: object) => (config: object) => new Route53Client(config).send(command as never);
const ssm = (command: object) => (config: object) => new SSMClient(config).send(command as never);

const kms = (command: object) => (config: object) => new KMSClient(config).send(command as never);

const MAC = { KeyId: "k", MacAlgorithm: "HMAC_SHA_256", Message: new Uint8Array([1, 2]) } as const;
const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/actions";
const TopicArn = "arn:aws:sns:eu-west-1:111122223333:notices";
const MD5_OF_ONE = "f97c5d29941bfb1b2fdab0874906ab82";
const Key = { pk: "POOL#a", sk: "SPEC" };
const TableName = "greenroom";

/** By service: calls as the adapters make them, each with an answer that it takes. Hand-made by the services' API references. */
const SENDS: Readonly<Record<AwsService, Sends>> = {
  dynamodb: {
    get: [
      dynamodb(new GetCommand({ TableName, Key, ConsistentRead: true })),
      '{"Item":{"pk":{"S":"a"},"n":{"N":"12"},"list":{"L":[{"BOOL":true},{"NULL":true}]},"map":{"M":{"b":{"B":"AQI="}}}}}',
    ],
    put: [dynamodb(new PutCommand({ TableName, Item: { ...Key, at: 1.5, tags: new Set(["a"]) } })), "{}"],
    query: [
      dynamodb(
        new QueryCommand({ TableName, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": 1 } }),
      ),
      '{"Items":[{"pk":{"S":"a"}}],"Count":1,"LastEvaluatedKey":{"pk":{"S":"a"}}}',
    ],
    update: [dynamodb(new UpdateCommand({ TableName, Key, UpdateExpression: "SET a = b" })), "{}"],
    transaction: [
      dynamodb(new TransactWriteCommand({ ClientRequestToken: "t", TransactItems: [{ Delete: { TableName, Key } }] })),
      "{}",
    ],
  },
  sqs: {
    send: [
      sqs(new SendMessageCommand({ QueueUrl, MessageBody: "one" })),
      `{"MD5OfMessageBody":"${MD5_OF_ONE}","MessageId":"1"}`,
    ],
    sendWrongly: [
      sqs(new SendMessageCommand({ QueueUrl, MessageBody: "two" })),
      `{"MD5OfMessageBody":"${MD5_OF_ONE}","MessageId":"1"}`,
    ],
    sendBatch: [
      sqs(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "0", MessageBody: "one", DelaySeconds: 3 }] })),
      `{"Successful":[{"Id":"0","MessageId":"1","MD5OfMessageBody":"${MD5_OF_ONE}"}],"Failed":[{"Id":"1","SenderFault":true,"Code":"x"}]}`,
    ],
    receive: [
      sqs(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 2 })),
      `{"Messages":[{"MessageId":"1","ReceiptHandle":"r","MD5OfBody":"${MD5_OF_ONE}","Body":"one","Attributes":{"SentTimestamp":"1"}}]}`,
    ],
  },
  sns: {
    publish: [
      sns(
        new PublishCommand({
          TopicArn,
          Message: "one",
          MessageAttributes: { a: { DataType: "String", StringValue: "ä" } },
        }),
      ),
      "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
    ],
    publishBatch: [
      sns(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: "0", Message: "<&>" }] })),
      "<PublishBatchResponse><PublishBatchResult><Successful><member><Id>0</Id><MessageId>1</MessageId></member></Successful>" +
        "<Failed><member><Id>1</Id><Code>Throttled</Code><SenderFault>true</SenderFault></member></Failed></PublishBatchResult></PublishBatchResponse>",
    ],
  },
  eventbridge: {
    put: [
      eventbridge(
        new PutEventsCommand({ Entries: [{ Source: "a", DetailType: "b", Detail: "{}", Time: new Date(0) }] }),
      ),
      '{"FailedEntryCount":1,"Entries":[{"EventId":"1"},{"ErrorCode":"ThrottlingException","ErrorMessage":"slow"}]}',
    ],
    replay: [
      eventbridge(
        new StartReplayCommand({
          ReplayName: "r",
          EventSourceArn: "arn:a",
          EventStartTime: new Date(0),
          EventEndTime: new Date(60_000),
          Destination: { Arn: "arn:b" },
        }),
      ),
      '{"State":"STARTING","ReplayStartTime":1.5}',
    ],
  },
  route53: {
    change: [
      route53(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: "/hostedzone/Z1",
          ChangeBatch: {
            Changes: [
              {
                Action: "UPSERT",
                ResourceRecordSet: { Name: "a.b", Type: "A", TTL: 60, ResourceRecords: [{ Value: "10.0.0.1" }] },
              },
            ],
          },
        }),
      ),
      "<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status>" +
        "<SubmittedAt>2026-01-05T00:00:00.000Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>",
    ],
  },
  ssm: {
    send: [
      ssm(new SendCommandCommand({ DocumentName: "d", InstanceIds: ["i-1"], Parameters: { commands: ["ä"] } })),
      '{"Command":{"CommandId":"1","Status":"Pending","RequestedDateTime":1.5}}',
    ],
  },
  kms: {
    seal: [kms(new GenerateMacCommand(MAC)), '{"Mac":"AQID","MacAlgorithm":"HMAC_SHA_256","KeyId":"k"}'],
    hold: [kms(new VerifyMacCommand({ ...MAC, Mac: new Uint8Array(32) })), '{"MacValid":true,"KeyId":"k"}'],
  },
  ec2: {
    run: [
      ec2(
        new RunInstancesCommand({
          MinCount: 1,
          MaxCount: 2,
          ClientToken: "t",
          InstanceType: "m5.large",
          TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "a", Value: "b" }] }],
          InstanceMarketOptions: { MarketType: "spot", SpotOptions: { SpotInstanceType: "persistent" } },
        }),
      ),
      "<RunInstancesResponse><instancesSet><item><instanceId>i-1</instanceId><instanceState><code>0</code><name>pending</name></instanceState>" +
        "<launchTime>2026-01-05T00:00:00.000Z</launchTime><tagSet><item><key>a</key><value>b</value></item></tagSet></item></instancesSet></RunInstancesResponse>",
    ],
    describe: [
      ec2(new DescribeInstancesCommand({ Filters: [{ Name: "tag-key", Values: ["a"] }], MaxResults: 5 })),
      "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>" +
        "<nextToken>n</nextToken></DescribeInstancesResponse>",
    ],
    modify: [
      ec2(
        new ModifyInstanceAttributeCommand({
          InstanceId: "i-1",
          InstanceType: { Value: "m5.large" },
          Groups: ["sg-1"],
        }),
      ),
      "<ModifyInstanceAttributeResponse><return>true</return></ModifyInstanceAttributeResponse>",
    ],
    terminate: [
      ec2(new TerminateInstancesCommand({ InstanceIds: ["i-1"] })),
      "<TerminateInstancesResponse><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></TerminateInstancesResponse>",
    ],
  },
};

/** Codes by service, and SQS's with their older names. */
export interface Refusals {
  readonly codes: Readonly<Record<AwsService, readonly string[]>>;
  readonly queryErrors: readonly QueryError[];
}

/** Every call answered as it should be, and the first of each service answered with each of the codes. */
export function casesOf({ codes, queryErrors }: Refusals): readonly Case[] {
  return (Object.keys(SENDS) as AwsService[]).flatMap((service) => {
    const sends = Object.entries(SENDS[service]);
    const done = sends.map(([says, [send, body]]) => ({ service, says, send, answer: { status: 200, body } }));
    const [, [send]] = sends[0] ?? ["", [() => Promise.reject(new Error("no call")), ""]];
    const refused = codes[service].map((code) => ({
      service,
      says: code,
      send,
      answer: { status: code.startsWith("Internal") ? 500 : 400, body: REFUSED[service](code) },
    }));
    const older = (service === "sqs" ? queryErrors : []).map((error) => ({
      ...{ service, send, says: error.called },
      answer: queryErrorAnswer(error),
    }));
    return [...done, ...refused, ...older];
  });
}
