import { describe, expect, test } from "vitest";
import { keptConsole } from "../../../core/model/autopsy.ts";
import { AUTOPSY_CONSOLE_BYTES_MAX } from "../../../core/model/limits.ts";
import { anAutopsy } from "../../an-autopsy.ts";
import { aClaim, instanceNo } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function autopsiesContract(makeSubject: MakeSubject): void {
  describe("autopsies", () => {
    test("are found by instance, the latest of each", async () => {
      const { autopsies } = (await makeSubject()).store;
      expect(await autopsies.find(instanceNo(1))).toBeUndefined();
      await autopsies.keep(anAutopsy({ console: { kind: "empty" } }));
      await autopsies.keep(anAutopsy({ instance: instanceNo(2) }));
      await autopsies.keep(anAutopsy());
      expect(await autopsies.find(instanceNo(1))).toEqual(anAutopsy());
      expect(await autopsies.find(instanceNo(2))).toEqual(anAutopsy({ instance: instanceNo(2) }));
    });

    test("hold the largest console that is kept", async () => {
      const { autopsies } = (await makeSubject()).store;
      const console = keptConsole({ kind: "output", text: "é".repeat(AUTOPSY_CONSOLE_BYTES_MAX) });
      await autopsies.keep(anAutopsy({ console }));
      expect(await autopsies.find(instanceNo(1))).toEqual(anAutopsy({ console }));
    });

    test("are told by no stream", async () => {
      const { store, told } = await makeSubject();
      await store.autopsies.keep(anAutopsy());
      await store.records.commit({ claim: aClaim() });
      const all = await told(1);
      expect(all.map(({ kind }) => kind)).toEqual(["claim"]);
    });
  });
}
