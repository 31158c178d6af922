import { ec2Contract } from "../../contracts/ec2.contract.ts";
import { held } from "../../contracts/held.ts";
import { openWorld } from "./given.ts";

held("local world", "EC2", () =>
  ec2Contract("the local world", async (options) => {
    const { ports, during } = openWorld(options);
    return { ports, during, close: async () => {} };
  }),
);
