import { describe, expect, test } from "vitest";
import { newBlameLedger } from "../../../core/model/blame/ledger.ts";
import { EPOCH, POOL, REGION } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const success = {
  where: { region: REGION, pool: POOL, template: "win@1", offering: "eu-west-1a/m6i.xlarge" },
  readyAt: EPOCH,
};
const first = { region: REGION, ledger: { ...newBlameLedger(), successes: [success] }, version: 1 };

export function blameContract(makeSubject: MakeSubject): void {
  describe("the ledger of a region's failures", () => {
    test("is absent until it is saved, and is another region's no more than before", async () => {
      const { blame } = (await makeSubject()).store;
      expect(await blame.find(REGION)).toBeUndefined();
      expect(await blame.save(first)).toBe("saved");
      expect(await blame.find(REGION)).toEqual(first);
      expect(await blame.find("us-east-1")).toBeUndefined();
    });

    test("is written by one of two that read the same version", async () => {
      const { blame } = (await makeSubject()).store;
      expect(await blame.save(first)).toBe("saved");
      expect(await blame.save(first)).toBe("conflict");
      expect(await blame.save({ ...first, version: 3 })).toBe("conflict");
      const second = { ...first, ledger: newBlameLedger(), version: 2 };
      expect(await blame.save(second)).toBe("saved");
      expect(await blame.find(REGION)).toEqual(second);
    });
  });
}
