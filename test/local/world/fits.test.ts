import { fitsContract } from "../../contracts/ec2/fits.ts";
import { openWorld } from "./given.ts";

fitsContract("the local world", async (options) => {
  const { ports, during } = openWorld(options);
  return { ports, during, close: async () => {} };
});
