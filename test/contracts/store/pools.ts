import { describe, expect, test } from "vitest";
import { aPool, aTarget, aTemplate, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function poolsContract(makeSubject: MakeSubject): void {
  describe("pools", () => {
    const pool = aPool();

    test("a pool that nobody made is not there", async () => {
      const { pools } = (await makeSubject()).store;
      expect(await pools.find("nobody")).toBeUndefined();
      expect(await pools.recall("nobody")).toBeUndefined();
      expect(await pools.list()).toEqual([]);
    });

    test("a saved pool is found, recalled and listed at once by who saved it", async () => {
      const { pools } = (await makeSubject()).store;
      for (const each of [pool, next(pool, { target: aTarget({ running: 1, stopped: 9 }) })]) {
        expect(await pools.save(each)).toBe("saved");
        expect(await pools.recall(pool.id)).toEqual(each);
        expect(await pools.find(pool.id)).toEqual(each);
        expect(await pools.list()).toEqual([each]);
      }
    });

    test("pools are listed by id", async () => {
      const { pools } = (await makeSubject()).store;
      for (const id of ["c", "a", "b"]) await pools.save(aPool({ id }));
      expect((await pools.list()).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    });

    test.each([
      ["made twice", 1],
      ["saved over one that was not seen", 3],
    ])("a pool %s is a conflict, and what stands stays", async (_, version) => {
      const { pools } = (await makeSubject()).store;
      await pools.save(pool);
      expect(await pools.save(aPool({ version, maxUses: 1 }))).toBe("conflict");
      expect(await pools.find(pool.id)).toEqual(pool);
      expect(await pools.recall(pool.id)).toEqual(pool);
      expect(await pools.list()).toEqual([pool]);
    });

    test("a pool cannot begin at a later version", async () => {
      const { pools } = (await makeSubject()).store;
      expect(await pools.save(next(pool))).toBe("conflict");
      expect(await pools.list()).toEqual([]);
    });
  });

  describe("templates", () => {
    const template = aTemplate({ version: 1 });

    test("a template that nobody made is not there", async () => {
      const { templates } = (await makeSubject()).store;
      expect(await templates.find("nothing", 1)).toBeUndefined();
      expect(await templates.latest("nothing")).toBeUndefined();
    });

    test("a version that was looked for before it was made is found once it is", async () => {
      const { templates } = (await makeSubject()).store;
      expect(await templates.find(template.name, 1)).toBeUndefined();
      expect(await templates.save(template)).toBe("saved");
      expect(await templates.find(template.name, 1)).toEqual(template);
      expect(await templates.find(template.name, 2)).toBeUndefined();
    });

    test("a version saved again is there already, whatever the order of its fields", async () => {
      const { templates } = (await makeSubject()).store;
      await templates.save(template);
      const turned = Object.fromEntries(Object.entries(template).toReversed()) as unknown as typeof template;
      expect(await templates.save(turned)).toBe("already");
    });

    test("a version never changes", async () => {
      const { templates } = (await makeSubject()).store;
      await templates.save(template);
      expect(await templates.save({ ...template, types: ["c5.large"] })).toBe("conflict");
      expect(await templates.find(template.name, 1)).toEqual(template);
      expect(await templates.latest(template.name)).toEqual(template);
    });

    test("of every template the latest version is listed, by name", async () => {
      const { templates } = (await makeSubject()).store;
      expect(await templates.list()).toEqual([]);
      for (const name of ["b", "a", "a-b"])
        for (const version of [9, 10, 2]) await templates.save(aTemplate({ name, version }));
      await templates.save(aTemplate({ name: "b", version: 10, types: ["c5.large"] }));
      expect(await templates.list()).toEqual(["a", "a-b", "b"].map((name) => aTemplate({ name, version: 10 })));
    });

    test("the latest is the highest number, not the last one written", async () => {
      const { templates } = (await makeSubject()).store;
      for (const version of [9, 10, 2]) await templates.save(aTemplate({ version }));
      await templates.save(aTemplate({ name: `${template.name}-other`, version: 11 }));
      expect(await templates.latest(template.name)).toEqual(aTemplate({ version: 10 }));
    });
  });
}
