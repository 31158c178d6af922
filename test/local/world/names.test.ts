import { hostedZones } from "../../../local/world/names.ts";
import { namesContract } from "../../contracts/names.contract.ts";

namesContract("the local world", async () => ({ names: hostedZones().names, close: async () => {} }));
