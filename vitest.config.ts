import { defineConfig } from "vitest/config";

/** Tests in a folder named `dynamo` run against DynamoDB Local, which is started for them alone. */
const ON_DYNAMODB = "test/**/dynamo/**/*.test.ts";
/** Tests of these folders run against what is no package of npm, which is started for them alone. */
const ON_PEERS = "test/peers/{moto,ministack,event-ruler}/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "plain", include: ["test/**/*.test.ts"], exclude: [ON_DYNAMODB, ON_PEERS] } },
      { extends: true, test: { name: "dynamodb", include: [ON_DYNAMODB], globalSetup: ["test/dynamodb-setup.ts"] } },
      { extends: true, test: { name: "peers", include: [ON_PEERS], globalSetup: ["test/peers/setup.ts"] } },
    ],
  },
});
