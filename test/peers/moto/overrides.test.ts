import { describe, inject } from "vitest";
import { overridesContract } from "../../contracts/ec2/overrides.ts";
import { held } from "../../contracts/held.ts";
import { openAccount } from "./given.ts";

const endpoint = inject("motoEndpoint");

describe.skipIf(endpoint === undefined)("the adapter for AWS", () => {
  held("moto", "overrides", () => overridesContract("moto", () => openAccount(endpoint!)));
});
