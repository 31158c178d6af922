import type { NormalizedSchema } from "@smithy/core/schema";
import { escaped } from "../../markup.ts";
import type { Ec2Failure } from "./failure.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** The answer to an action, as its schema has it. Source: EC2 API Reference, "Query requests", Structure of a response. */
export function answerXml(action: string, schema: NormalizedSchema, answer: object, requestId: string): string {
  const body = schema.isStructSchema() ? members(schema, answer) : `<return>true</return>`;
  const root = `${action}Response`;
  return `${HEAD}<${root} xmlns="${NAMESPACE}"><requestId>${requestId}</requestId>${body}</${root}>`;
}

/** Source: EC2 Developer Guide, "Error codes", Example error response. */
export const failureXml = ({ code, message }: Ec2Failure, requestId: string): string =>
  `${HEAD}<Response><Errors><Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error></Errors>` +
  `<RequestID>${requestId}</RequestID></Response>`;

function members(schema: NormalizedSchema, value: object): string {
  const given = value as Readonly<Record<string, unknown>>;
  let xml = "";
  for (const [name, member] of schema.structIterator()) {
    const each = given[name];
    if (each !== undefined && each !== null) xml += element(member.getMergedTraits().xmlName ?? name, member, each);
  }
  return xml;
}

function element(name: string, schema: NormalizedSchema, value: unknown): string {
  const content = contentOf(schema, value);
  return content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function contentOf(schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema()) return members(schema, value as object);
  if (schema.isListSchema()) {
    const each = schema.getValueSchema();
    const name = each.getMergedTraits().xmlName ?? "member";
    return (value as readonly unknown[]).map((entry) => element(name, each, entry)).join("");
  }
  if (value instanceof Date) return value.toISOString();
  return escaped(value instanceof Uint8Array ? Buffer.from(value).toString("base64") : String(value));
}
