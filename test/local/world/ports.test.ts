import { ec2Contract } from "../../contracts/ec2.contract.ts";
import { openWorld } from "./given.ts";

ec2Contract("the local world", async (options) => {
  const { ports, during } = openWorld(options);
  return { ports, during, close: async () => {} };
});
