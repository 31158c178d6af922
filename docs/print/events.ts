import type { Contract } from "../../events/contract.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { jsonSchema, schemaFile } from "../../events/schema.ts";
import { exampleOf } from "./examples.ts";
import { fieldsOf } from "./fields.ts";
import { code, origin, page, table } from "./markdown.ts";

const isNotice = ({ detail }: Contract): boolean =>
  fieldsOf(jsonSchema(detail)).some(({ path }) => path === "noticeId");
const isRecorded = ({ source }: Contract): boolean => source === "greenroom.recording";
const isFromAws = ({ source }: Contract): boolean => source.startsWith("aws.");

/** Every contract: who says it, what it says, and its fields. */
export const eventsPage = (): string =>
  page(
    origin("events/contracts.ts"),
    "# Events",
    "Every message wears EventBridge's envelope; what stands here is its `detail`. A contract is known by source, " +
      "detail-type and version: AWS's version is the envelope's, ours stands in the detail. A message without a contract " +
      "is counted and dropped; one that breaks its contract goes to the dead-letter queue. Fields that a contract does " +
      "not name are accepted and left out. A new version is a new contract beside the old one.",
    table(
      ["source", "detail-type", "version", "says"],
      CONTRACTS.map((each) => [code(each.source), each.detailType, String(each.version), each.says]),
    ),
    "## What AWS says",
    ...CONTRACTS.filter(isFromAws).map(section),
    "## What the plane says to itself",
    ...CONTRACTS.filter((each) => !isFromAws(each) && !isNotice(each) && !isRecorded(each)).map(section),
    "## What the plane tells",
    "A notice is published once for every saved version of a resource. Its `noticeId` is `<id>:<version>`, of a template " +
      "`template/<name>:<version>`, of a sweep `sweep/<id>:<number of its stage>`: drop what you have seen, fetch what you miss. It carries the whole resource, so that a subscriber need not ask back. How to keep up: " +
      "[Subscribing](subscribing.md). The same as an AsyncAPI document: [asyncapi.json](asyncapi.json).",
    ...CONTRACTS.filter(isNotice).map(section),
    "## What a recording holds besides",
    "Lines of a [recording](replay.md), which no function is sent.",
    ...CONTRACTS.filter(isRecorded).map(section),
  );

const section = (contract: Contract): string =>
  page(
    `### ${contract.detailType}`,
    `${contract.says} Source ${code(contract.source)}, version ${contract.version}, ` +
      `[schema](../events/schemas/${schemaFile(contract)}).`,
    table(
      ["field", "type", ""],
      fieldsOf(jsonSchema(contract.detail)).map(({ path, type, optional }) => [
        code(path),
        type,
        optional ? "optional" : "",
      ]),
    ),
    ...exampleIn(contract),
  ).trimEnd();

const FENCE = "`".repeat(3);

function exampleIn(contract: Contract): readonly string[] {
  const example = exampleOf(contract);
  if (!example) return [];
  return [
    "<details><summary>Example, from a local cloud</summary>",
    `${FENCE}json\n${JSON.stringify(example, null, 2)}\n${FENCE}`,
    "</details>",
  ];
}
