import { memoryStore } from "../../../adapters/memory/store.ts";
import { held } from "../../contracts/held.ts";
import { sweepsContract } from "../../contracts/sweeps.contract.ts";

held("memory", "sweeps", () => sweepsContract("memory", async () => memoryStore()));
