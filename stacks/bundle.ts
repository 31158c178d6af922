/** How every handler is bundled, as SST's `nodejs` takes it: the one definition for SST, the tests and the bench of the bundles.
 *  `docs/internals/bundles.md` says what each of it saves. */
export const BUNDLE = {
  /** SST minifies only when asked to. */
  minify: true,
  /** In one file, what is imported on first use would keep whole packages alive. */
  splitting: true,
  sourcemap: false,
  plugins: "stacks/leave-out.mjs",
  esbuild: {
    target: "node24",
    /** SST keeps every function's name, which nothing here reads. */
    keepNames: false,
    external: [
      // Lambda gives credentials in the environment, which the SDK looks at first. It imports the others when it gets to them: of
      // profiles, of roles, and of containers, which Lambda has for SnapStart alone, and not for Node.
      "@aws-sdk/credential-provider-http",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-login",
      "@aws-sdk/credential-provider-process",
      "@aws-sdk/credential-provider-sso",
      "@aws-sdk/credential-provider-web-identity",
      "@smithy/credential-provider-imds",
      // Imported for an answer that is a stream of events, which none of our commands has, and by browsers.
      "@smithy/core/event-streams",
      "bowser",
    ],
  },
};
