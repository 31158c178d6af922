import { describe, inject } from "vitest";
import { busContract } from "../../contracts/bus.contract.ts";
import { held } from "../../contracts/held.ts";
import { openBus } from "./given.ts";

const endpoint = inject("ministackEndpoint");
/** Accounts from here on are this file's. */
let account = 1000;
const nextAccount = (): number => ++account;

describe.skipIf(endpoint === undefined)("the publisher for AWS", () => {
  held("ministack", "bus", () =>
    busContract("ministack", async () => {
      const { publisher, rule, close } = await openBus(endpoint!, nextAccount());
      return {
        publisher,
        close,
        rule: async (pattern, state) => (await rule(pattern, state)).receive,
      };
    }),
  );
});
