/** Tests that hold a part of what is deployed. */
export type Suite = "reach" | "mocked" | "bundles";

/** What each suite runs. */
export const SUITES: Readonly<Record<Suite, string>> = {
  reach: "test/stacks/reach",
  mocked: "test/stacks/mocked/plane.slow.test.ts",
  bundles: "test/stacks/bundles/bundles.slow.test.ts",
};

/** A mistake as somebody might make it in what is deployed: one place of one file, changed. */
export interface Planted {
  /** What the mistake does. */
  readonly sentence: string;
  readonly kind: "a permission" | "a dead-letter queue" | "a visibility timeout" | "a bundle budget";
  readonly file: string;
  /** Occurs in the file once. */
  readonly find: string;
  readonly replace: string;
  /** Who is to notice. */
  readonly suite: Suite;
}

const MANIFEST = "functions/manifest.ts";
const GRANTS = "stacks/permission-grants.ts";
const QUEUES = "stacks/resources/queues.ts";
const BUNDLE = "stacks/bundle.ts";

/** Every mistake that the tests of the stacks are to find. */
export const PLANTED: readonly Planted[] = [
  {
    sentence: "perform-action may not start instances",
    kind: "a permission",
    file: MANIFEST,
    find: 'ec2: ["describe", "launch", "start", ',
    replace: 'ec2: ["describe", "launch", ',
    suite: "reach",
  },
  {
    sentence: "sweep may terminate instances, which it never does",
    kind: "a permission",
    file: MANIFEST,
    find: 'sends: ["perform-action", "sweep", "wake"],\n    ec2: ["describe"],',
    replace: 'sends: ["perform-action", "sweep", "wake"],\n    ec2: ["describe", "terminate"],',
    suite: "reach",
  },
  {
    sentence: "perform-action may terminate what is no pool's",
    kind: "a permission",
    file: GRANTS,
    find: '{ actions: ["ec2:TerminateInstances"], on: ["instances"], when: [oursByTag] }',
    replace: '{ actions: ["ec2:TerminateInstances"], on: ["instances"] }',
    suite: "reach",
  },
  {
    sentence: "instances may be launched without the tag of a pool",
    kind: "a permission",
    file: GRANTS,
    find: 'when: [taggedOurs, { test: "StringEquals", key: "ec2:MetadataHttpTokens", values: ["required"] }],',
    replace: 'when: [{ test: "StringEquals", key: "ec2:MetadataHttpTokens", values: ["required"] }],',
    suite: "mocked",
  },
  {
    sentence: "queues give up nothing: a message that cannot be done comes again until it is too old",
    kind: "a dead-letter queue",
    file: QUEUES,
    find: "    redrivePolicy: $jsonStringify({ deadLetterTargetArn: deadQueue.arn, maxReceiveCount: receives }),\n",
    replace: "",
    suite: "mocked",
  },
  {
    sentence: "dead letters are kept for no longer than the messages they were",
    kind: "a dead-letter queue",
    file: QUEUES,
    find: "messageRetentionSeconds: SQS.keptMaxMs / SECOND_MS,",
    replace: "messageRetentionSeconds: KEPT_MS / SECOND_MS,",
    suite: "mocked",
  },
  {
    sentence: "a probe that cannot be delivered is lost without a word",
    kind: "a dead-letter queue",
    file: "stacks/resources/subscriptions.ts",
    find: '      redrivePolicy: $jsonStringify({ deadLetterTargetArn: dead[name]?.arn ?? "" }),\n',
    replace: "",
    suite: "mocked",
  },
  {
    sentence: "a message comes again while the function still works on it",
    kind: "a visibility timeout",
    file: QUEUES,
    find: "visibilityTimeoutSeconds: visibilityMs / SECOND_MS,",
    replace: "visibilityTimeoutSeconds: one.timeoutSeconds,",
    suite: "mocked",
  },
  {
    sentence: "each function is one file, which keeps whole packages alive",
    kind: "a bundle budget",
    file: BUNDLE,
    find: "splitting: true,",
    replace: "splitting: false,",
    suite: "bundles",
  },
  {
    sentence: "functions are not minified",
    kind: "a bundle budget",
    file: BUNDLE,
    find: "minify: true,",
    replace: "minify: false,",
    suite: "bundles",
  },
  {
    sentence: "a tick brings the clients of every service",
    kind: "a bundle budget",
    file: "functions/plan-tick.ts",
    find: './shared/wire/queues.ts")).wiredToQueues',
    replace: './shared/wire/api.ts")).wiredToApi',
    suite: "bundles",
  },
];
