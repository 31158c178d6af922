import { describe, inject } from "vitest";
import { fitsContract } from "../../contracts/ec2/fits.ts";
import { held } from "../../contracts/held.ts";
import { openAccount } from "./given.ts";

const endpoint = inject("motoEndpoint");

describe.skipIf(endpoint === undefined)("the adapter for AWS", () => {
  held("moto", "fits", () => fitsContract("moto", () => openAccount(endpoint!)));
});
