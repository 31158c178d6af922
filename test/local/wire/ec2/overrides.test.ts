import { overridesContract } from "../../../contracts/ec2/overrides.ts";
import { held } from "../../../contracts/held.ts";
import { openWire } from "./given.ts";

held("wire cloud", "overrides", () =>
  overridesContract("the adapter for AWS, over the wire to the local world", async (options) => {
    const { adapter, truth, close } = await openWire(options);
    return { ports: adapter, during: truth.during, close };
  }),
);
