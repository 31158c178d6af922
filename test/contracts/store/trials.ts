import { describe, expect, test } from "vitest";
import type { Trial } from "../../../core/model/trial.ts";
import { aClaim, EPOCH, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const aTrial = (changes: Partial<Trial> = {}): Trial => ({
  pool: POOL,
  by: "perform-action",
  at: EPOCH,
  tried: [{ action: "ec2:RunInstances", outcome: "refused", code: "UnauthorizedOperation" }],
  ...changes,
});

export function trialsContract(makeSubject: MakeSubject): void {
  describe("trials of permissions", () => {
    test("are those of a pool, the latest by each function", async () => {
      const { trials } = (await makeSubject()).store;
      expect(await trials.of(POOL)).toEqual([]);
      const [later, byApi] = [aTrial({ at: EPOCH + 1, tried: [] }), aTrial({ by: "api" })];
      for (const trial of [aTrial(), aTrial({ pool: "other" }), later, byApi]) await trials.keep(trial);
      expect(await trials.of(POOL)).toEqual([byApi, later]);
      expect(await trials.of("other")).toEqual([aTrial({ pool: "other" })]);
    });

    test("are told by no stream", async () => {
      const { store, told } = await makeSubject();
      await store.trials.keep(aTrial());
      await store.records.commit({ claim: aClaim() });
      expect((await told(1)).map(({ kind }) => kind)).toEqual(["claim"]);
    });
  });
}
