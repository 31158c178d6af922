import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../core/model/time.ts";
import { aClaim, claimNo, EPOCH } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function handoutsContract(makeSubject: MakeSubject): void {
  describe("what claims bring for their instances", () => {
    const until = EPOCH + HOUR_MS;

    test("is kept by claim, and the first stands", async () => {
      const { handouts } = (await makeSubject()).store;
      expect(await handouts.keep(claimNo(1), "#!/bin/sh\necho ä", until)).toBe("kept");
      expect(await handouts.keep(claimNo(1), "another", until)).toBe("already");
      expect(await handouts.keep(claimNo(2), "another", until)).toBe("kept");
      expect(await handouts.find(claimNo(1))).toBe("#!/bin/sh\necho ä");
      expect(await handouts.find(claimNo(2))).toBe("another");
      expect(await handouts.find(claimNo(3))).toBeUndefined();
    });

    test("is forgotten once and twice", async () => {
      const { handouts } = (await makeSubject()).store;
      await handouts.keep(claimNo(1), "x", until);
      for (let times = 0; times < 2; times += 1) await handouts.forget(claimNo(1));
      expect(await handouts.find(claimNo(1))).toBeUndefined();
    });

    test("is told by no stream", async () => {
      const { store, told } = await makeSubject();
      await store.handouts.keep(claimNo(1), "a secret", until);
      await store.records.commit({ claim: aClaim() });
      const all = await told(1);
      expect(all.map(({ kind }) => kind)).toEqual(["claim"]);
      expect(JSON.stringify(all)).not.toContain("a secret");
    });
  });
}
