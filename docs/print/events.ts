import type { Contract } from "../../events/contract.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { jsonSchema, schemaFile } from "../../events/schema.ts";
import { exampleOf } from "./examples.ts";
import { fieldsOf } from "./fields.ts";
import { code, markdownPage, markdownTable, origin } from "./markdown.ts";

const isNotice = ({ detail }: Contract): boolean =>
  fieldsOf(jsonSchema(detail)).some(({ path }) => path === "noticeId");
const isRecorded = ({ source }: Contract): boolean => source === "greenroom.recording";
const isFromAws = ({ source }: Contract): boolean => source.startsWith("aws.");

/** Every contract: who says it, what it says, and its fields. */
export const eventsPage = (): string =>
  markdownPage(
    origin("events/contracts.ts"),
    "# Events",
    "Every message has EventBridge's envelope; this page describes its `detail`. A contract is identified by source, " +
      "detail-type and version: AWS's version is in the envelope, ours is in the detail. A message without a contract " +
      "is counted and dropped; one that violates its contract goes to the dead-letter queue. Fields that a contract does " +
      "not name are accepted and ignored. A new version is a new contract beside the old one.",
    markdownTable(
      ["source", "detail-type", "version", "meaning"],
      CONTRACTS.map((each) => [code(each.source), each.detailType, String(each.version), each.says]),
    ),
    "## Events from AWS",
    ...CONTRACTS.filter(isFromAws).map(section),
    "## Messages within the plane",
    ...CONTRACTS.filter((each) => !isFromAws(each) && !isNotice(each) && !isRecorded(each)).map(section),
    "## Notices that the plane publishes",
    "One notice is published for every saved version of a resource. Its `noticeId` is `<id>:<version>`, for a template " +
      "`template/<name>:<version>`, for a sweep `sweep/<id>:<number of its stage>`: drop what you have already applied, fetch what you " +
      "missed. It carries the whole resource, so that a subscriber need not call the API. How to follow a resource: " +
      "[notices](notices.md). The same as an AsyncAPI document: [asyncapi.json](asyncapi.json).",
    ...CONTRACTS.filter(isNotice).map(section),
    "## Lines that only a recording has",
    "Lines of a [recording](../internals/recordings.md). No function receives them.",
    ...CONTRACTS.filter(isRecorded).map(section),
  );

const section = (contract: Contract): string =>
  markdownPage(
    `### ${contract.detailType}`,
    `${contract.says} Source ${code(contract.source)}, version ${contract.version}, ` +
      `[schema](../../events/schemas/${schemaFile(contract)}).`,
    markdownTable(
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
