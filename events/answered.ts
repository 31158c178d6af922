import * as z from "zod";

/** The schema of what was asked for as it is read back. Limits are not held against it again, fields that it does not name are left
 *  out, and a field that has a default and is not there was said before there was such a field: so that readers outlive the next
 *  field, on either side. Throws for a kind of schema that no request has yet. */
export const answered = <S extends z.ZodType>(schema: S): z.ZodType<z.output<S>> =>
  loosened(schema) as z.ZodType<z.output<S>>;

function loosened(schema: z.core.$ZodType): z.ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return z.object(Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, loosened(field)])));
    case "optional":
      return loosened(def.innerType).optional();
    case "default":
      return loosened(def.innerType).default(def.defaultValue);
    case "prefault":
      return loosened(def.innerType).prefault(def.defaultValue);
    case "readonly":
      return loosened(def.innerType);
    case "array":
      return z.array(loosened(def.element));
    case "record":
      return z.record(z.string(), loosened(def.valueType));
    case "union":
      return z.union(def.options.map(loosened));
    case "string":
      return z.string();
    case "number":
      return "format" in def ? z.int() : z.number();
    case "boolean":
    case "enum":
    case "literal":
      return schema as z.ZodType;
    default:
      throw new Error(`say in events/answered.ts how ${def.type} is read back`);
  }
}
