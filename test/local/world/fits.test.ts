import { fitsContract } from "../../contracts/ec2/fits.ts";
import { held } from "../../contracts/held.ts";
import { openWorld } from "./given.ts";

held("local world", "fits", () =>
  fitsContract("the local world", async (options) => {
    const { ports, during } = openWorld(options);
    return { ports, during, close: async () => {} };
  }),
);
