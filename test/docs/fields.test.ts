import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fieldsOf } from "../../docs/print/fields.ts";
import { jsonSchema } from "../../events/schema.ts";

const rowsOf = (schema: z.ZodType) =>
  fieldsOf(jsonSchema(schema)).map(({ path, type, optional }) => [path, type, optional]);

describe("the fields of a contract", () => {
  it("are those of objects within objects, in lists and in maps", () => {
    const inner = z.object({ code: z.string() });
    expect(rowsOf(z.object({ one: inner, many: z.array(inner), named: z.record(z.string(), inner) }))).toEqual([
      ["one", "object", false],
      ["one.code", "string", false],
      ["many", "list of object", false],
      ["many[].code", "string", false],
      ["named", "map to object", false],
      ["named{}.code", "string", false],
    ]);
  });

  it("say which alternative they belong to", () => {
    const either = z.discriminatedUnion("do", [
      z.object({ do: z.literal("launch"), pool: z.string().min(1) }),
      z.object({ do: z.enum(["stop", "start"]) }),
    ]);
    expect(rowsOf(z.object({ action: either }))).toEqual([
      ["action", "object", false],
      ["action(do=launch).do", '"launch"', false],
      ["action(do=launch).pool", "string, not empty", false],
      ["action(do=stop/start).do", '"stop" or "start"', false],
    ]);
  });

  it("say what replaces an omitted field", () => {
    const schema = z.object({
      uses: z.int().min(1).default(3),
      all: z.object({ on: z.boolean() }).prefault({ on: true }),
    });
    expect(rowsOf(schema)).toEqual([
      ["uses", "integer, at least 1; left out: `3`", true],
      ["all", 'object; left out: `{"on":true}`', true],
      ["all.on", "boolean", false],
    ]);
  });

  it("say what may be left out, and what bounds there are", () => {
    const schema = z.object({ at: z.iso.datetime().optional(), uses: z.int().min(0), name: z.string().max(9) });
    expect(rowsOf(schema)).toEqual([
      ["at", "ISO 8601 in UTC", true],
      ["uses", "integer, at least 0", false],
      ["name", "string, at most 9 characters", false],
    ]);
  });
});
