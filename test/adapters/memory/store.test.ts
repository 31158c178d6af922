import { memoryStore } from "../../../adapters/memory/store.ts";
import type { Written } from "../../../core/ports/store.ts";
import { held } from "../../contracts/held.ts";
import { storeContract } from "../../contracts/store.contract.ts";

held("memory", "store", () =>
  storeContract("the store in memory", async () => {
    const told: Written[] = [];
    const store = memoryStore({ onWritten: (written) => told.push(written) });
    return { store, told: async () => told, deadLetter: async () => {} };
  }),
);
