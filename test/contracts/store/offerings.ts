import { describe, expect, test } from "vitest";
import { unavailableKey } from "../../../core/model/offering.ts";
import { anUnavailable, next, POOL, REGION } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function capacityContract(makeSubject: MakeSubject): void {
  describe("offerings", () => {
    test("of a region is recalled whole, and nothing of another's", async () => {
      const { offerings } = (await makeSubject()).store;
      const here = [
        anUnavailable(),
        anUnavailable({ offering: "eu-west-1b/m5.xlarge" }),
        anUnavailable({ pool: POOL }),
      ];
      for (const unavailableOffering of [...here, anUnavailable({ region: "us-east-1" })])
        expect(await offerings.save(unavailableOffering)).toBe("saved");
      const inOrder = (unavailable: readonly ReturnType<typeof anUnavailable>[]) =>
        unavailable.toSorted((one, other) => (unavailableKey(one) < unavailableKey(other) ? -1 : 1));
      expect(inOrder(await offerings.recall(REGION))).toEqual(inOrder(here));
      expect(await offerings.recall("ap-south-1")).toEqual([]);
    });

    test("is seen as soon as it is saved", async () => {
      const { offerings } = (await makeSubject()).store;
      await offerings.save(anUnavailable());
      const higher = next(anUnavailable(), { level: 2 });
      expect(await offerings.save(higher)).toBe("saved");
      expect(await offerings.recall(REGION)).toEqual([higher]);
    });

    test("is written by one of two that met the same wall", async () => {
      const { offerings } = (await makeSubject()).store;
      expect(await offerings.save(anUnavailable())).toBe("saved");
      expect(await offerings.save(anUnavailable({ level: 9 }))).toBe("conflict");
      expect(await offerings.save(anUnavailable({ level: 9, version: 3 }))).toBe("conflict");
      expect(await offerings.recall(REGION)).toEqual([anUnavailable()]);
    });
  });
}
