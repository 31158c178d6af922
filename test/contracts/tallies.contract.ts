import { describe, expect, test } from "vitest";
import { coldOf, idleOf } from "../../core/model/tally.ts";
import type { Store } from "../../core/ports/store.ts";
import { REGION } from "../builders.ts";

const DAY = "2026-01-05";

/** What every store of tallies promises (`core/ports/tallies.ts`). Each test has a fresh one. */
export function talliesContract(name: string, open: () => Promise<Pick<Store, "tallies">>): void {
  describe(`tallies in ${name}`, () => {
    test("a region that nothing was counted in has no days", async () => {
      const { tallies } = await open();
      for (const other of ["eu-west-12", idleOf(REGION), coldOf(REGION)])
        await tallies.add(other, { day: DAY, amounts: { seen: 1 } });
      expect(await tallies.latest(REGION, 9)).toEqual([]);
      expect(await tallies.latest(coldOf(REGION), 9)).toEqual([{ day: DAY, amounts: { seen: 1 } }]);
    });

    test("amounts add up, each under its own name", async () => {
      const { tallies } = await open();
      await tallies.add(REGION, { day: DAY, amounts: { "late ec2:stopped 4": 1, "lateMs ec2:stopped": 12_345 } });
      await tallies.add(REGION, { day: DAY, amounts: { "late ec2:stopped 4": 1, "missed ec2:running": 2 } });
      expect(await tallies.latest(REGION, 9)).toEqual([
        { day: DAY, amounts: { "late ec2:stopped 4": 2, "lateMs ec2:stopped": 12_345, "missed ec2:running": 2 } },
      ]);
    });

    test("the latest days come newest first, no more than are asked for", async () => {
      const { tallies } = await open();
      const days = ["2026-01-05", "2025-12-31", "2026-01-10", "2026-01-09"];
      for (const day of days) await tallies.add(REGION, { day, amounts: { seen: 1 } });
      const listed = async (limit: number) => (await tallies.latest(REGION, limit)).map(({ day }) => day);
      expect(await listed(9)).toEqual(["2026-01-10", "2026-01-09", "2026-01-05", "2025-12-31"]);
      expect(await listed(2)).toEqual(["2026-01-10", "2026-01-09"]);
    });

    test("of many who add at once nobody's addition is lost", async () => {
      const { tallies } = await open();
      const amounts = (n: number) => ({ seen: n, [`of ${n % 2}`]: 1 });
      await Promise.all(Array.from({ length: 16 }, (_, n) => tallies.add(REGION, { day: DAY, amounts: amounts(n) })));
      expect(await tallies.latest(REGION, 1)).toEqual([{ day: DAY, amounts: { seen: 120, "of 0": 8, "of 1": 8 } }]);
    });

    test("twice adds twice", async () => {
      const { tallies } = await open();
      for (const _ of [1, 2]) await tallies.add(REGION, { day: DAY, amounts: { seen: 1 } });
      expect((await tallies.latest(REGION, 1))[0]?.amounts).toEqual({ seen: 2 });
    });
  });
}
