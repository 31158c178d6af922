import type { NormalizedSchema } from "@smithy/core/schema";
import { Ec2Failure } from "./failure.ts";

/** A parameter of a form and what is below it: `Filter.1.Name` is `Filter` → `1` → `Name`. */
interface Node {
  text?: string;
  readonly below: Map<string, Node>;
}

/** What is said to every action, and is in no schema. */
const ENVELOPE: readonly string[] = ["Action", "Version"];

/** Reads the parameters of one action as its schema has them. Throws an `Ec2Failure` for what is not in the schema, or not of its type.
 *  Source: Smithy 2.0, AWS EC2 query protocol; EC2 API Reference, "Query requests". */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): object {
  const root: Node = { below: new Map() };
  for (const [key, text] of form) {
    if (ENVELOPE.includes(key)) continue;
    let node = root;
    for (const part of key.split(".")) node = child(node, part);
    node.text = text;
  }
  return read(schema, root, "") as object;
}

function child({ below }: Node, part: string): Node {
  const known = below.get(part);
  if (known) return known;
  const made: Node = { below: new Map() };
  below.set(part, made);
  return made;
}

function read(schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node, path);
  if (schema.isListSchema()) return readList(schema, node, path);
  const { text } = node;
  if (text === undefined || node.below.size > 0) throw unrecognized(path);
  if (schema.isBooleanSchema()) return readBoolean(text, path);
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return readNumber(text, path);
  if (schema.isTimestampSchema()) return readTime(text, path);
  return schema.isBlobSchema() ? new Uint8Array(Buffer.from(text, "base64")) : text;
}

function readStructure(schema: NormalizedSchema, node: Node, path: string): object {
  const left = new Set(node.below.keys());
  const fields: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    const key = keyOf(name, member);
    const below = node.below.get(key);
    left.delete(key);
    if (below) fields.push([name, read(member, below, under(path, key))]);
  }
  for (const key of left) throw unrecognized(under(path, key));
  return Object.fromEntries(fields);
}

/** EC2's lists are flat: their entries are counted from 1. */
function readList(schema: NormalizedSchema, node: Node, path: string): readonly unknown[] {
  const places = [...node.below.keys()];
  const stray = places.find((position) => !/^[1-9]\d{0,4}$/.test(position));
  if (stray !== undefined || node.text !== undefined) throw unrecognized(under(path, stray ?? ""));
  return [...node.below]
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([position, entry]) => read(schema.getValueSchema(), entry, under(path, position)));
}

function keyOf(name: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName = name } = member.getMergedTraits();
  return typeof ec2QueryName === "string" ? ec2QueryName : `${xmlName.charAt(0).toUpperCase()}${xmlName.slice(1)}`;
}

const under = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function readBoolean(text: string, path: string): boolean {
  if (text !== "true" && text !== "false") throw invalid(text, path, "boolean");
  return text === "true";
}

function readNumber(text: string, path: string): number {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) throw invalid(text, path, "integer");
  return number;
}

function readTime(text: string, path: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid(text, path, "timestamp");
  return at;
}

const unrecognized = (path: string): Ec2Failure =>
  new Ec2Failure("UnknownParameter", `The parameter ${path} is not recognized`);

const invalid = (text: string, path: string, type: string): Ec2Failure =>
  new Ec2Failure("InvalidParameterValue", `Invalid value '${text}' for ${path}. Value must be a ${type}.`);
