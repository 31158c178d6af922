import { describe, inject } from "vitest";
import { ec2Contract } from "../../contracts/ec2.contract.ts";
import { held } from "../../contracts/held.ts";
import { openAccount } from "./given.ts";

const endpoint = inject("motoEndpoint");

describe.skipIf(endpoint === undefined)("the adapter for AWS", () => {
  held("moto", "EC2", () => ec2Contract("moto", () => openAccount(endpoint!)));
});
