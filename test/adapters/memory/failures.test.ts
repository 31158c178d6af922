import { memoryFailures } from "../../../adapters/memory/failures.ts";
import { failuresContract, type Kept } from "../../contracts/failures.contract.ts";
import { held } from "../../contracts/held.ts";

held("memory", "failures", () =>
  failuresContract("memory", async () => {
    const kept: Kept[] = [];
    return {
      failures: memoryFailures((text, attributes) => void kept.push({ text, attributes })),
      kept: async () => kept,
      close: async () => {},
    };
  }),
);
