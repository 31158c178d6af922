import { describe, expect, test } from "vitest";
import { wallKey } from "../../../core/model/capacity.ts";
import { aWall, next, POOL, REGION } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function capacityContract(makeSubject: MakeSubject): void {
  describe("capacity", () => {
    test("of a region is recalled whole, and nothing of another's", async () => {
      const { capacity } = (await makeSubject()).store;
      const here = [aWall(), aWall({ place: "eu-west-1b/m5.xlarge" }), aWall({ pool: POOL })];
      for (const wall of [...here, aWall({ region: "us-east-1" })]) expect(await capacity.save(wall)).toBe("saved");
      const inOrder = (walls: readonly ReturnType<typeof aWall>[]) =>
        walls.toSorted((one, other) => (wallKey(one) < wallKey(other) ? -1 : 1));
      expect(inOrder(await capacity.recall(REGION))).toEqual(inOrder(here));
      expect(await capacity.recall("ap-south-1")).toEqual([]);
    });

    test("is seen as soon as it is saved", async () => {
      const { capacity } = (await makeSubject()).store;
      await capacity.save(aWall());
      const higher = next(aWall(), { level: 2 });
      expect(await capacity.save(higher)).toBe("saved");
      expect(await capacity.recall(REGION)).toEqual([higher]);
    });

    test("is written by one of two that met the same wall", async () => {
      const { capacity } = (await makeSubject()).store;
      expect(await capacity.save(aWall())).toBe("saved");
      expect(await capacity.save(aWall({ level: 9 }))).toBe("conflict");
      expect(await capacity.save(aWall({ level: 9, version: 3 }))).toBe("conflict");
      expect(await capacity.recall(REGION)).toEqual([aWall()]);
    });
  });
}
