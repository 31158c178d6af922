import { Readable } from "node:stream";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instanceFrom } from "../../../../adapters/aws/ec2/instance.ts";
import { readInstances } from "../../../../adapters/aws/ec2/lean-reader.ts";
import { listing } from "../../../../adapters/aws/ec2/listing.ts";
import { EC2_STATES } from "../../../../events/states.ts";
import { EPOCH, instanceNo, POOL, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";
import { type Listed, pageXml } from "./page-xml.ts";

const ZONE = `${REGION}a`;
const TAGS = { "greenroom:pool": POOL, Name: "build 1" };

interface Answer {
  readonly status?: number;
  readonly body: string;
}

/** A client whose calls are answered in turn, the last answer for ever. */
function answering(...answers: readonly Answer[]) {
  let calls = 0;
  const handle = async () => {
    const { status = 200, body } = answers[Math.min(calls++, answers.length - 1)] ?? { body: "" };
    return { response: { statusCode: status, headers: {}, body: Readable.from([Buffer.from(body)]) } };
  };
  const credentials = { accessKeyId: "nobody", secretAccessKey: "nothing" };
  const client = new EC2Client({ region: REGION, credentials, requestHandler: { handle } as never });
  return { client, calls: () => calls };
}

/** The page as the listing reports it. */
const leanly = (...answers: readonly Answer[]) =>
  listing(answering(...answers).client, { now: () => EPOCH }, counting()).page({ zone: ZONE, limit: 1_000 });

/** The same page through the SDK's own deserializer. */
async function throughSdk(body: string) {
  const { Reservations = [], NextToken } = await answering({ body }).client.send(new DescribeInstancesCommand({}));
  const rows = Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, EPOCH));
  return { kind: "page", rows, ...(NextToken && { marker: NextToken }) };
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !/[\0\ud800-\udfff\ufeff\ufffe\uffff]/.test(text)),
  fc.string({
    unit: fc.constantFrom("&", "<", ">", '"', "'", ";", "#", " ", "\t", "\n", "\r", "]]>", "é", "🚀"),
    maxLength: 8,
  }),
);
const anyListed: fc.Arbitrary<Listed> = fc.record({
  n: fc.integer({ min: 0, max: 1_000_000 }),
  az: fc.constantFrom(ZONE, `${REGION}b`),
  state: fc.constantFrom(...EC2_STATES),
  type: fc.constantFrom("m6i.xlarge", "m5.xlarge"),
  token: anyText,
  tags: fc.dictionary(anyText, anyText, { maxKeys: 10 }),
});

describe("always", () => {
  test("the rows of a page are those that the SDK's deserializer gives", async () => {
    const page = fc.tuple(fc.array(anyListed, { maxLength: 8 }), fc.option(fc.base64String({ minLength: 4 })));
    await fc.assert(
      fc.asyncProperty(page, async ([listed, next]) => {
        const body = pageXml(listed, next ?? undefined);
        expect(await leanly({ body })).toEqual(await throughSdk(body));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("a page that was cut short anywhere is an error, never fewer rows", () => {
    const whole = Buffer.from(pageXml([{ n: 1, az: ZONE, tags: TAGS }]));
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readInstances(whole.subarray(0, length))).toThrow("MalformedAnswer");
  });
});

const FIELDS = {
  instanceId: `<instanceId>${instanceNo(1)}</instanceId>`,
  instanceState: "<instanceState><code>80</code><name>stopped</name></instanceState>",
  placement: `<placement><availabilityZone>${ZONE}</availabilityZone></placement>`,
  instanceType: "<instanceType>m6i.xlarge</instanceType>",
  imageId: "<imageId>ami-1</imageId>",
};
const of = (reservations: string) =>
  `<DescribeInstancesResponse><reservationSet>${reservations}</reservationSet></DescribeInstancesResponse>`;
const withFields = (...fields: readonly string[]) =>
  of(`<item><instancesSet><item>${fields.join("")}</item></instancesSet></item>`);
const bare = Object.values(FIELDS);

describe("a page", () => {
  test.each([
    ["without reservations", of("")],
    ["whose set is an empty element", "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"],
    ["with a reservation of nothing", of("<item/>")],
    ["with a reservation of no instances", of("<item><instancesSet/></item>")],
    [
      "with two instances in one reservation",
      of(`<item><instancesSet>${`<item>${bare.join("")}</item>`.repeat(2)}</instancesSet></item>`),
    ],
    ["with its fields the other way round", withFields(...bare.toReversed())],
    [
      "with fields nobody knows",
      withFields("<new><item><instanceId>i-2</instanceId></item></new>", ...bare, "<newer/>"),
    ],
    [
      "with sets of the instance's own names within others",
      withFields(
        "<networkInterfaceSet><item><groupSet><item><groupId>sg-9</groupId></item></groupSet><privateIpAddress>10.9.9.9</privateIpAddress></item></networkInterfaceSet>",
        ...bare,
      ),
    ],
    [
      "with comments, instructions and sections",
      withFields(...bare, "<!-- <a> --><?go on?><clientToken>a<!-- b -->c<![CDATA[<&amp;>]]>&amp;</clientToken>"),
    ],
    [
      "with attributes and odd spaces",
      withFields(...bare, '<clientToken a=">" b = \'/\' >t</clientToken ><tagSet x="1" />'),
    ],
    [
      "with every way to write a character",
      withFields(...bare, "<clientToken>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#xe9;é</clientToken>"),
    ],
    [
      "with a tag of no value",
      withFields(...bare, "<tagSet><item><key>a</key><value/></item><item><key>b</key></item></tagSet>"),
    ],
    [
      "with blank lines for a value",
      withFields(...bare, "<tagSet><item><key>a</key><value>\r\n </value></item></tagSet>"),
    ],
    ["with spaces for a value", withFields(...bare, "<tagSet><item><key>a</key><value>  </value></item></tagSet>")],
    ["with an empty token", of("").replace("</Desc", "<nextToken/></Desc")],
  ])("%s is read as the SDK reads it", async (_what, body) => {
    expect(await leanly({ body })).toEqual(await throughSdk(body));
  });

  test("with a character written by its number beyond 65,535 has that character, which the SDK cuts to 16 bits", async () => {
    const body = withFields(...bare, "<tagSet><item><key>a</key><value>&#128640;</value></item></tagSet>");
    expect(await leanly({ body })).toMatchObject({ rows: [{ tags: { a: "🚀" } }] });
  });

  test.each([
    ["nothing at all", ""],
    ["no element", "EC2 is away"],
    ["another answer", "<Response><Errors/></Response>"],
    ["an answer without its set", "<DescribeInstancesResponse><requestId/></DescribeInstancesResponse>"],
    ["elements that end each other", withFields("<a><b></a></b>", ...bare)],
    ["an end too many", of("</item>")],
    ["more after its end", `${of("")}<more/>`],
    ["a reference to nothing", withFields(...bare, "<clientToken>&nbsp;</clientToken>")],
    ["a bare ampersand", withFields(...bare, "<clientToken>a & b</clientToken>")],
    ["a character that is none", withFields(...bare, "<clientToken>&#x110000;</clientToken>")],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${of("")}`],
    ["a tag within a tag", withFields("<a <b></b>", ...bare)],
    ["a tag without a name", withFields("<>", ...bare)],
  ])("that is %s counts as not answered", async (_what, body) => {
    expect(await leanly({ body })).toEqual({ kind: "unanswered", error: "MalformedAnswer" });
  });

  test("with an instance that lacks a field says who it is", async () => {
    expect(await leanly({ body: withFields(FIELDS.instanceId) })).toMatchObject({
      kind: "page",
      rows: [],
      incomplete: [expect.stringMatching(/^i-/)],
    });
  });

  test("with an instance that lacks its id counts as not answered", async () => {
    expect(await leanly({ body: withFields(FIELDS.imageId) })).toEqual({
      kind: "unanswered",
      error: "IncompleteAnswer",
    });
  });
});

describe("around the reader, the SDK", () => {
  const refused = (code: string) =>
    `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>`;

  test("tries again, and then reads", async () => {
    const page = pageXml([{ n: 1, az: ZONE, tags: TAGS }], "next");
    const answers = [{ status: 503, body: refused("Unavailable") }, { body: page }];
    expect(await leanly(...answers)).toMatchObject({
      kind: "page",
      rows: [{ id: instanceNo(1), tags: TAGS }],
      marker: "next",
    });
  });

  test("makes an error of an answer that is one", async () => {
    expect(await leanly({ status: 400, body: refused("InvalidNextToken") })).toEqual({ kind: "expired" });
  });
});
