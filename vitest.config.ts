import { defineConfig } from "vitest/config";

const TESTS = "test/**/*.test.ts";
/** A test file says by its name that it is slow: it plays days, runs a guest's shell, or bundles what is deployed. */
const SLOW = "test/**/*.slow.test.ts";
/** Tests in a folder named `dynamo` run against DynamoDB Local, which is started for them alone. */
const ON_DYNAMODB = "test/**/dynamo/**/*.test.ts";
/** Tests of these folders run against what is no package of npm, which is started for them alone. */
const ON_PEERS = "test/peers/{moto,ministack,event-ruler}/**/*.test.ts";
const ELSEWHERE = [ON_DYNAMODB, ON_PEERS];

/** A test that takes longer is to move to a slow file; test/tidy.test.ts keeps it from setting a limit of its own. */
const FAST_MS = 15_000;

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: [TESTS],
          exclude: [SLOW, ...ELSEWHERE],
          testTimeout: FAST_MS,
          hookTimeout: FAST_MS,
        },
      },
      { extends: true, test: { name: "slow", include: [SLOW], exclude: ELSEWHERE } },
      { extends: true, test: { name: "dynamodb", include: [ON_DYNAMODB], globalSetup: ["test/dynamodb-setup.ts"] } },
      { extends: true, test: { name: "peers", include: [ON_PEERS], globalSetup: ["test/peers/setup.ts"] } },
    ],
  },
});
