import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { Ec2Retries } from "../../adapters/aws/ec2/retries.ts";
import { settingsFor, WIRE_REGION } from "./clients.ts";
import { openDoor, type WireService } from "./door.ts";
import { startDynamoDbLocal } from "./dynamo/dynamodb-local.ts";
import { openTable, type WireTable } from "./dynamo/store.ts";
import { type Gateway, openGateway } from "./gateway/gateway.ts";
import { openQueues, type WireQueues } from "./queues/queues.ts";

/** Requests that each server answered. */
export interface Spoken {
  readonly ec2: number;
  readonly eventBridge: number;
  readonly dynamoDb: number;
}

/** The servers of one local cloud, and the clients the plane reaches them by. */
export interface Servers {
  readonly ec2: EC2Client;
  readonly eventBridge: EventBridgeClient;
  readonly fauxqs: FauxqsServer;
  readonly table: WireTable;
  readonly queues: WireQueues;
  readonly gateway: Gateway;
  /** Says who answers; until then nobody does. */
  serveEc2(service: WireService): void;
  serveEvents(service: WireService): void;
  spoken(): Spoken;
  onClose(close: () => void): void;
  close(): Promise<void>;
}

/** Starts DynamoDB Local and fauxqs, and opens the doors of EC2, EventBridge and the API, all on the loopback interface on free ports. Throws a
 *  sentence that says what is missing, such as Java. */
export async function startServers(): Promise<Servers> {
  const dynamoDb = await startDynamoDbLocal();
  const [ec2Door, eventsDoor] = [await lateDoor(), await lateDoor()];
  const fauxqs = await startFauxqs({ port: 0, logger: false, defaultRegion: WIRE_REGION });
  const gateway = await openGateway(WIRE_REGION);
  const table = await openTable(dynamoDb.endpoint);
  const queues = openQueues(fauxqs);
  const ec2 = new EC2Client({ ...settingsFor(ec2Door.url), retryStrategy: new Ec2Retries() });
  const eventBridge = new EventBridgeClient(settingsFor(eventsDoor.url));
  const closing = [table.close, queues.close, () => ec2.destroy(), () => eventBridge.destroy()];
  return {
    ec2,
    eventBridge,
    fauxqs,
    table,
    queues,
    gateway,
    serveEc2: ec2Door.serve,
    serveEvents: eventsDoor.serve,
    spoken: () => ({ ec2: ec2Door.served(), eventBridge: eventsDoor.served(), dynamoDb: table.calls() }),
    onClose: (close) => void closing.push(close),
    async close() {
      for (const close of closing) close();
      await Promise.all([ec2Door.close(), eventsDoor.close(), gateway.close(), fauxqs.stop(), dynamoDb.stop()]);
    },
  };
}

/** A door that is opened before anybody is there to answer. */
async function lateDoor() {
  let answer: WireService | undefined;
  let served = 0;
  const door = await openDoor(async (asked) => {
    served += 1;
    if (!answer) throw new Error("nobody answers yet");
    return answer(asked);
  });
  return {
    ...door,
    serve(service: WireService) {
      answer = service;
    },
    served: () => served,
  };
}
