import { Readable } from "node:stream";
import type {
  DescribeInstancesCommand,
  DescribeInstancesResult,
  Instance,
  InstanceStateName,
  _InstanceType as InstanceType,
  Reservation,
  Tag,
} from "@aws-sdk/client-ec2";
import { PortError } from "../../../core/ports/errors.ts";
import { MalformedXml, XmlCursor } from "./xml-cursor.ts";

/** The part of DescribeInstances' answer that `instanceFrom` reads, in the SDK's own words. */
export type LeanResult = Pick<DescribeInstancesResult, "Reservations" | "NextToken">;
type Building<Of> = { -readonly [Field in keyof Of]: Of[Field] };

/** Makes a listing's answer be read by {@link readInstances} instead of the SDK's deserializer, which builds every field of every
 *  instance. Signing, retries, endpoints and errors stay the SDK's: only the body of an answer without an error is taken before
 *  the SDK's deserializer sees it, and what was read is added to its output. A body that is no whole answer throws PortError
 *  (again), also an empty one, which the SDK would take for an answer without instances. */
export function readLeanly(command: DescribeInstancesCommand): DescribeInstancesCommand {
  let read: LeanResult = {};
  command.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      if (isAnswer(answered.response)) {
        read = readInstances(await whole(answered.response.body));
        answered.response.body = Readable.from([]);
      }
      return answered;
    },
    { step: "deserialize", priority: "low", name: "leanBody" },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      Object.assign(answered.output as LeanResult, read);
      return answered;
    },
    { step: "deserialize", priority: "high", name: "leanOutput" },
  );
  return command;
}

const isAnswer = (response: unknown): response is { body: Readable } =>
  typeof response === "object" && response !== null && "statusCode" in response && response.statusCode === 200;

async function whole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads a whole DescribeInstancesResponse. Source: EC2 API Reference, DescribeInstances, Example response. */
export function readInstances(body: Uint8Array): LeanResult {
  const xml = new XmlCursor(body);
  const result: Building<LeanResult> = {};
  try {
    xml.document("DescribeInstancesResponse", (child) => {
      if (child === "reservationSet") result.Reservations = xml.all("item", () => reservation(xml));
      else if (child === "nextToken") result.NextToken = xml.text();
    });
  } catch (thrown) {
    if (thrown instanceof MalformedXml) throw malformed(thrown.message, thrown);
    throw thrown;
  }
  if (!result.Reservations) throw malformed("no reservationSet");
  return result;
}

const malformed = (what: string, cause?: unknown): PortError =>
  new PortError("retryable", "MalformedAnswer", `ec2: a listing that cannot be read: ${what}`, { cause });

function reservation(xml: XmlCursor): Reservation {
  const read: Building<Reservation> = {};
  xml.children((child) => {
    if (child === "instancesSet") read.Instances = xml.all("item", () => instance(xml));
  });
  return read;
}

function instance(xml: XmlCursor): Instance {
  const read: Building<Instance> = {};
  xml.children((child) => FIELDS.get(child)?.(xml, read));
  return read;
}

/** How each element of an instance is read that `instanceFrom` needs. */
const FIELDS: ReadonlyMap<string, (xml: XmlCursor, read: Building<Instance>) => void> = new Map(
  Object.entries({
    instanceId: (xml, read) => {
      read.InstanceId = xml.text();
    },
    instanceState: (xml, read) => {
      read.State = { Name: only(xml, "name") as InstanceStateName };
    },
    placement: (xml, read) => {
      read.Placement = { AvailabilityZone: only(xml, "availabilityZone") };
    },
    instanceType: (xml, read) => {
      read.InstanceType = xml.text() as InstanceType;
    },
    imageId: (xml, read) => {
      read.ImageId = xml.text();
    },
    privateIpAddress: (xml, read) => {
      read.PrivateIpAddress = xml.text();
    },
    clientToken: (xml, read) => {
      read.ClientToken = xml.text();
    },
    groupSet: (xml, read) => {
      read.SecurityGroups = xml.all("item", () => ({ GroupId: only(xml, "groupId") }));
    },
    tagSet: (xml, read) => {
      read.Tags = xml.all("item", () => tag(xml));
    },
  } satisfies Record<string, (xml: XmlCursor, read: Building<Instance>) => void>),
);

function tag(xml: XmlCursor): Tag {
  const read: Building<Tag> = {};
  xml.children((child) => {
    if (child === "key") read.Key = xml.text();
    else if (child === "value") read.Value = xml.text();
  });
  return read;
}

/** The text of the one child that matters; undefined: not there. */
function only(xml: XmlCursor, name: string): string | undefined {
  let text: string | undefined;
  xml.children((child) => {
    if (child === name) text = xml.text();
  });
  return text;
}
