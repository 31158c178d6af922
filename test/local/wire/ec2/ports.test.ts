import { ec2Contract } from "../../../contracts/ec2.contract.ts";
import { openWire } from "./given.ts";

ec2Contract("the adapter for AWS, over the wire to the local world", async (options) => {
  const { adapter, truth, close } = await openWire(options);
  return { ports: adapter, during: truth.during, close };
});
