import { memoryStore } from "../../../adapters/memory/store.ts";
import { held } from "../../contracts/held.ts";
import { talliesContract } from "../../contracts/tallies.contract.ts";

held("memory", "tallies", () => talliesContract("memory", async () => memoryStore()));
