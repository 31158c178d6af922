import { describe, expect, it } from "vitest";
import * as z from "zod";
import { poolDetailsOf, templateDetailsOf } from "../../core/notices/details.ts";
import { answered } from "../../events/answered.ts";
import { poolAnswered } from "../../events/requests/pool-spec.ts";
import { templateAnswered } from "../../events/requests/template-spec.ts";
import { aPool, aTemplate } from "../builders.ts";

const asked = z.strictObject({
  size: z.int().min(1).max(5).default(2),
  kind: z.enum(["a", "b"]),
  note: z.string().max(3).optional(),
  list: z.array(z.strictObject({ by: z.literal("x") })).max(1),
  map: z.record(z.string(), z.number().positive()),
  all: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
});
const read = answered(asked);
const held = { size: 2, kind: "a", list: [], map: {}, all: { on: true } };

describe("what is read back of what was asked for", () => {
  it("has every field, those with their default that were not known yet when it was said", () => {
    expect(read.parse(held)).toEqual(held);
    expect(read.parse({ kind: "a", list: [], map: {} })).toEqual(held);
    expect(read.safeParse({ ...held, kind: undefined }).success).toBe(false);
    expect(read.safeParse({ ...held, map: undefined }).success).toBe(false);
  });

  it("is not held against limits that may have changed since", () => {
    const wide = { ...held, size: 99, note: "longer", list: [{ by: "x" }, { by: "x" }], map: { a: -1 } };
    expect(read.parse(wide)).toEqual(wide);
  });

  it("may have fields that this version does not know, at any depth, and leaves them out", () => {
    expect(read.parse({ ...held, more: 1, all: { on: true, more: 1 } })).toEqual(held);
    const [pool, template] = [poolDetailsOf(aPool()).spec, templateDetailsOf(aTemplate()).spec];
    expect(poolAnswered.parse({ ...pool, more: 1, max: { ...pool.max, more: 1 } })).toEqual(pool);
    expect(templateAnswered.parse({ ...template, more: 1 })).toEqual(template);
  });

  it("is of the kind that was asked for", () => {
    for (const wrong of [{ size: 1.5 }, { kind: "c" }, { list: [{ by: "y" }] }, { map: { a: "1" } }])
      expect(read.safeParse({ ...held, ...wrong }).success).toBe(false);
  });

  it("must be said for a new kind of schema", () => {
    expect(() => answered(z.object({ at: z.date() }))).toThrow(/say in events\/answered\.ts how date is read back/);
  });
});
