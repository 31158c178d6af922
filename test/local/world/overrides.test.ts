import { overridesContract } from "../../contracts/ec2/overrides.ts";
import { held } from "../../contracts/held.ts";
import { openWorld } from "./given.ts";

held("local world", "overrides", () =>
  overridesContract("the local world", async (options) => {
    const { ports, during } = openWorld(options);
    return { ports, during, close: async () => {} };
  }),
);
