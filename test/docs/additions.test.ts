import { describe, expect, it } from "vitest";
import * as z from "zod";
import { onlyAdds } from "../../docs/print/additions.ts";
import { jsonSchema } from "../../events/schema.ts";

const inner = { id: z.string(), place: z.string().optional() };
const before = z.object({ kind: z.literal("claim"), asked: z.object(inner), attempts: z.array(z.object(inner)) });
const { shape } = before;
const written = (schema: z.ZodType): unknown => JSON.parse(JSON.stringify(jsonSchema(schema)));
const adds = (after: z.ZodType) => onlyAdds(written(before), written(after));

describe("a schema whose readers read on", () => {
  it.each<[string, z.ZodType]>([
    ["is the same", before],
    ["has its fields in another order", z.object({ attempts: shape.attempts, asked: shape.asked, kind: shape.kind })],
    ["knows a further field that may be left out", before.extend({ more: z.string().optional() })],
    ["knows one deeper down", before.extend({ asked: z.object({ ...inner, monitoring: z.boolean().optional() }) })],
    ["knows one in a list", before.extend({ attempts: z.array(z.object({ ...inner, why: z.string().optional() })) })],
  ])("%s", (_, after) => expect(adds(after)).toBe(true));

  it.each<[string, z.ZodType]>([
    ["lost a field", before.omit({ attempts: true })],
    ["lost one that could be left out", before.extend({ asked: z.object({ id: z.string() }) })],
    ["asks for a further field", before.extend({ more: z.string() })],
    ["asks for one that could be left out", before.extend({ asked: z.object({ ...inner, place: z.string() }) })],
    ["may leave out what was always there", before.partial({ attempts: true })],
    ["takes another type", before.extend({ asked: z.object({ ...inner, id: z.int() }) })],
    ["takes one kind more", before.extend({ kind: z.enum(["claim", "pool"]) })],
  ])("is none that %s", (_, after) => expect(adds(after)).toBe(false));

  it("is none with a further field where unknown ones are refused", () => {
    const strict = z.toJSONSchema(z.strictObject(inner));
    const more = z.toJSONSchema(z.strictObject({ ...inner, more: z.string().optional() }));
    expect(onlyAdds(strict, strict)).toBe(true);
    expect(onlyAdds(strict, more)).toBe(false);
  });
});
