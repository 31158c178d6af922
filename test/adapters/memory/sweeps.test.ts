import { memoryStore } from "../../../adapters/memory/store.ts";
import { sweepsContract } from "../../contracts/sweeps.contract.ts";

sweepsContract("memory", async () => memoryStore());
