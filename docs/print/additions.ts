import { isDeepStrictEqual } from "node:util";

type Json = Readonly<Record<string, unknown>>;

/** Whether a schema says what the one before it said, and knows at most further fields that may be left out: a reader of the old one
 *  reads on. Anything else is another version. */
export function onlyAdds(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((each, at) => onlyAdds(each, after[at]));
  if (!isJson(before) || !isJson(after)) return isDeepStrictEqual(before, after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((key) => {
    if (key === "required") return isDeepStrictEqual(new Set(listed(before[key])), new Set(listed(after[key])));
    return key === "properties" && before.additionalProperties !== false
      ? hasAll(before.properties ?? {}, after.properties ?? {})
      : onlyAdds(before[key], after[key]);
  });
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const hasAll = (before: object, after: object): boolean => {
  const now = new Map(Object.entries(after));
  return Object.entries(before).every(([name, schema]) => now.has(name) && onlyAdds(schema, now.get(name)));
};

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
