import { beforeAll, describe } from "vitest";
import { holdFeeds } from "./feeds.ts";
import { holdFunctions } from "./functions.ts";
import { isInstalled, type Synth, synth } from "./harness.ts";
import { holdParts } from "./parts.ts";
import { ACCOUNT_BOUNDARY, planeOf } from "./plane.ts";
import { holdQueues } from "./queues.ts";
import { holdRoles } from "./roles.ts";

/** One file, for the program is evaluated once: it is most of the time. */
describe.skipIf(!isInstalled())("the plane", () => {
  let made: Synth;
  beforeAll(async () => {
    made = await synth("try", {
      GREENROOM_REGION: "eu-west-1",
      GREENROOM_PERMISSIONS_BOUNDARY: ACCOUNT_BOUNDARY,
      GREENROOM_RESERVED_CONCURRENCY: "api=20",
      GREENROOM_INSTANCE_ROLES: "arn:aws:iam::123456789012:role/build-agent",
      GREENROOM_LAUNCH_SUBNETS: "subnet-a,subnet-b",
      GREENROOM_POOLS: "win-*",
    });
  }, 120_000);

  const plane = planeOf(() => made);
  holdRoles(plane);
  holdFunctions(plane);
  holdQueues(plane);
  holdFeeds(plane);
  holdParts(plane);
});
