import { describe, expect, test } from "vitest";
import { alertId } from "../../../core/model/alert.ts";
import { anAlert, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function alertsContract(makeSubject: MakeSubject): void {
  describe("alerts", () => {
    test("are listed in the order of their ids, as they were saved, those that are over included", async () => {
      const { alerts } = (await makeSubject()).store;
      const other = anAlert({ id: alertId("breaker-open", "a-pool"), subject: "a-pool" });
      const over = next(anAlert(), { state: "over" });
      for (const alert of [anAlert(), other, over]) expect(await alerts.save(alert)).toBe("saved");
      expect(await alerts.list()).toEqual([other, over]);
    });

    test("are written by one of two", async () => {
      const { alerts } = (await makeSubject()).store;
      expect(await alerts.save(anAlert())).toBe("saved");
      expect(await alerts.save(anAlert())).toBe("conflict");
      expect(await alerts.save(anAlert({ version: 3 }))).toBe("conflict");
      expect(await alerts.list()).toEqual([anAlert()]);
    });

    test("are told by the stream", async () => {
      const { store, told } = await makeSubject();
      const over = next(anAlert(), { state: "over" });
      for (const alert of [anAlert(), over]) await store.alerts.save(alert);
      expect(await told(2)).toEqual([
        { kind: "alert", after: anAlert() },
        { kind: "alert", before: anAlert(), after: over },
      ]);
    });
  });
}
