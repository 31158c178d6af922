import type * as z from "zod";

type Schema = z.core.JSONSchema.JSONSchema;

/** One field of a schema: its path, `[]` for each element of a list, `{}` for each key of a map. */
export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
}

/** The fields of a schema in the order they are written, those within others after them. */
export function fieldsOf(schema: Schema, under = ""): readonly SchemaField[] {
  const choices = alternatives(schema);
  if (choices.length > 0) return choices.flatMap((choice) => fieldsOf(choice, `${under}${markOf(choice)}`));
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const property = inner as Schema;
    const path = under === "" ? name : `${under}.${name}`;
    const optional = !schema.required?.includes(name);
    return [{ path, type: typeOf(property) + defaultOf(property), optional }, ...fieldsOf(...insideOf(property, path))];
  });
}

function insideOf(schema: Schema, path: string): [Schema, string] {
  if (schema.type === "array") return [schema.items as Schema, `${path}[]`];
  if (isMap(schema)) return [schema.additionalProperties as Schema, `${path}{}`];
  return [schema, path];
}

/** What is printed for a field that is left out. */
const defaultOf = ({ default: value }: Schema): string =>
  value === undefined || (typeof value === "object" && Object.keys(value ?? {}).length === 0)
    ? ""
    : `; left out: \`${JSON.stringify(value)}\``;

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (schema.format === "date-time") return "ISO 8601 in UTC";
  if (schema.type === "array") return `list of ${typeOf(schema.items as Schema)}`;
  if (isMap(schema)) return `map to ${typeOf(schema.additionalProperties as Schema)}`;
  const choices = alternatives(schema);
  if (choices.length > 0) return choices.map(typeOf).filter(isNew).join(" or ");
  const kinds = [schema.type ?? "any"].flat().join(" or ");
  return [kinds, ...boundsOf(schema)].join(", ");
}

const boundsOf = ({ minimum, minLength, maxLength, pattern }: Schema): readonly string[] => [
  ...(minimum === undefined ? [] : [`at least ${minimum}`]),
  ...(minLength === undefined ? [] : [minLength === 1 ? "not empty" : `at least ${minLength} characters`]),
  ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
  ...(pattern === undefined ? [] : [`\`${pattern}\``]),
];

const alternatives = (schema: Schema): readonly Schema[] => (schema.oneOf ?? schema.anyOf ?? []) as Schema[];
const isMap = (schema: Schema): boolean => typeof schema.additionalProperties === "object" && !schema.properties;
const isNew = (text: string, at: number, all: readonly string[]): boolean => all.indexOf(text) === at;

/** Tells one alternative from the others by the constants in it. */
function markOf(schema: Schema): string {
  const marks = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const { const: constant, enum: choices } = inner as Schema;
    const values = constant === undefined ? choices : [constant];
    return values ? [`${name}=${values.join("/")}`] : [];
  });
  return marks.length === 0 ? "" : `(${marks.join(",")})`;
}
