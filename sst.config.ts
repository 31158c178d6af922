/// <reference path="./.sst/platform/config.d.ts" />

/** What `npx sst deploy` deploys. The settings come from the environment: see docs/operate/deploying.md. SST allows no imports up here. */
export default $config({
  async app({ stage }) {
    const { APP, settingsOf } = await import("./stacks/settings.ts");
    const { isProtected, region } = settingsOf(stage, process.env);
    return {
      name: APP,
      home: "aws",
      removal: isProtected ? "retain" : "remove",
      protect: isProtected,
      providers: {
        aws: { version: "7.20.0", region: region as aws.Region, defaultTags: { tags: { app: APP, stage } } },
      },
    };
  },
  async run() {
    const { settingsOf } = await import("./stacks/settings.ts");
    const { defineApp } = await import("./stacks/resources/app.ts");
    return defineApp(settingsOf($app.stage, process.env));
  },
});
