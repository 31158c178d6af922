import { memoryStore } from "../../../adapters/memory/store.ts";
import { talliesContract } from "../../contracts/tallies.contract.ts";

talliesContract("memory", async () => memoryStore());
