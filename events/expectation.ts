import * as z from "zod";

/** What zod complains of, as a clause that says what would be right: `schema.safeParse(value, { error: expectation })`.
 *  A message that a schema brings itself goes before it. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing; it must be ${noun(issue.expected)}`
        : `must be ${noun(issue.expected)}`;
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`
        : `must have at least ${counted(issue.minimum, issue.origin)}`;
    case "too_big":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`
        : `must have at most ${counted(issue.maximum, issue.origin)}`;
    case "invalid_value":
      return `${issue.input === undefined ? "is missing; it " : ""}must be ${oneOf(issue.values)}`;
    case "invalid_union":
      return Array.isArray(issue.options) ? `must be ${oneOf(issue.options)}` : undefined;
    case "unrecognized_keys":
      return issue.inst instanceof z.ZodObject
        ? `no such field; there are ${Object.keys(issue.inst.shape).join(", ")}`
        : "no such field";
    case "invalid_key":
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of fields",
  record: "a mapping of names to values",
};
const noun = (type: string): string => NOUNS[type] ?? type;

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;

const counted = (count: number | bigint, origin: string): string => {
  const unit = origin === "string" ? "character" : origin === "array" ? "entry" : "part";
  return count === 1 ? `1 ${unit}` : `${count} ${unit === "entry" ? "entries" : `${unit}s`}`;
};
