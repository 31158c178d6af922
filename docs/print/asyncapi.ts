import { type Contract, write } from "../../events/contract.ts";
import { ATTRIBUTES, attributesOf } from "../../events/notices/attributes.ts";
import { changeByReference } from "../../events/notices/change-by-reference.v1.ts";
import { NOTICES, type Notice } from "../../events/notices/notice.ts";
import { jsonSchema } from "../../events/schema.ts";
import { exampleOf } from "./examples.ts";

/** Every message of the plane to its subscribers, and the attributes that it may have. */
const MESSAGES: readonly {
  readonly contract: Contract;
  readonly attributes: readonly string[];
  readonly kind?: string;
}[] = [
  ...Object.entries(NOTICES).map(([kind, contract]) => ({
    contract,
    attributes: Object.keys(ATTRIBUTES[kind as Notice["kind"]]),
    kind,
  })),
  { contract: changeByReference, attributes: [...new Set(Object.values(ATTRIBUTES).flatMap(Object.keys))] },
];

const nameOf = ({ detailType, version }: Contract): string => `${detailType.replaceAll(" ", "")}V${version}`;
const refTo = (...path: readonly string[]) => ({ $ref: `#/${path.join("/")}` });
const named = <Value>(making: (message: (typeof MESSAGES)[number]) => Value): Record<string, Value> =>
  Object.fromEntries(MESSAGES.map((message) => [nameOf(message.contract), making(message)]));

/** What subscribers can receive, as an AsyncAPI 3 document. */
export const asyncApi = (): string => `${JSON.stringify(document(), null, 2)}\n`;

const document = () => ({
  asyncapi: "3.0.0",
  info: {
    title: "Greenroom",
    version: "1.0.0",
    description:
      "What the plane publishes about its instances, claims, pools, templates and sweeps. How to follow them: docs/use/notices.md. " +
      "Printed from events/contracts.ts by `npm run docs`.",
    license: { name: "Apache 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
  },
  defaultContentType: "application/json",
  channels: {
    topic: {
      address: null,
      title: "The SNS topic",
      description:
        "At least once, in no order; a FIFO topic keeps the order of each resource. The address is the topic's ARN in a deployment. " +
        "Headers are message attributes, for filter policies. Without raw delivery a queue receives SNS's JSON, with this as its Message.",
      messages: named(({ contract }) => refTo("components", "messages", nameOf(contract))),
    },
    bus: {
      address: "greenroom",
      title: "The EventBridge bus",
      description:
        "At least once, in no order; archived. There are no headers: rules match on the detail. The id is EventBridge's own, and an event " +
        "that a replay sends has a replay-name.",
      messages: named(({ contract }) => refTo("components", "messages", nameOf(contract))),
    },
  },
  operations: Object.fromEntries(
    ["topic", "bus"].map((channel) => [
      `publishOn${channel === "topic" ? "Topic" : "Bus"}`,
      {
        action: "send",
        channel: refTo("channels", channel),
        messages: MESSAGES.map(({ contract }) => refTo("channels", channel, "messages", nameOf(contract))),
      },
    ]),
  ),
  components: {
    messages: named(({ contract, attributes, kind }) => ({
      name: nameOf(contract),
      title: contract.detailType,
      summary: contract.says,
      headers: headers(attributes, kind),
      payload: envelope(contract),
      ...exampleIn(contract),
    })),
    schemas: named(({ contract }) => schemaIn(contract)),
  },
});

const headers = (attributes: readonly string[], kind: string | undefined) => ({
  type: "object",
  properties: {
    kind: { type: "string", ...(kind === undefined ? { enum: Object.keys(NOTICES) } : { const: kind }) },
    ...Object.fromEntries(attributes.map((name) => [name, { type: "string" }])),
  },
  required: ["kind", ...(kind === undefined ? [] : attributes)],
});

const envelope = (contract: Contract) => ({
  type: "object",
  properties: {
    version: { const: "0" },
    id: { type: "string" },
    "detail-type": { const: contract.detailType },
    source: { const: contract.source },
    time: { type: "string", format: "date-time" },
    resources: { type: "array", items: { type: "string" } },
    account: { type: "string" },
    region: { type: "string" },
    "replay-name": { type: "string" },
    detail: refTo("components", "schemas", nameOf(contract)),
  },
  required: ["version", "id", "detail-type", "source", "time", "detail"],
});

/** Without what only names the draft: AsyncAPI's own schemas are JSON Schema, and these use what all drafts share. */
const schemaIn = ({ detail }: Contract): object => {
  const { $schema: _, ...schema } = jsonSchema(detail);
  return schema;
};

function exampleIn(contract: Contract): object {
  const example = exampleOf(contract) as Notice | undefined;
  if (!example) return {};
  const payload = JSON.parse(write<unknown>(contract, example, { id: example.noticeId, at: Date.parse(example.at) }));
  return {
    examples: [
      { name: "from-a-local-cloud", ...(!("href" in example) && { headers: attributesOf(example) }), payload },
    ],
  };
}
