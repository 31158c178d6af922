import { posix } from "node:path";
import { eachOf, type Rule, type Source } from "./tree.ts";

/** A part of the floor plan: which files and packages the files under `of` may import, and what to do instead. */
interface Part {
  readonly of: string;
  readonly may: readonly string[];
  readonly packages: RegExp;
  readonly instead: string;
}

const CORE = /^node:(?:crypto|util)$/;
const WORDS = ["core/model/", "events/"];
/** The list of functions, for who makes something of each. */
const MANIFEST = ["functions/manifest.ts", "functions/shared/manifest/"];

/** `model ← rooms ← flows → ports ← adapters`, and `events` a leaf. The first part whose path begins a file's is the file's. */
const PARTS: readonly Part[] = [
  {
    of: "events/",
    may: ["events/"],
    packages: /^zod$/,
    instead: "events is a leaf: say it in the contract, or move what needs the other file to where that lives",
  },
  {
    of: "core/model/",
    may: WORDS,
    packages: CORE,
    instead: "the model knows itself and events: move what needs the other file into a room, or pass the value in",
  },
  {
    of: "core/ports/",
    may: ["core/ports/", ...WORDS],
    packages: CORE,
    instead: "a port speaks in words of the model and of events: put the word there",
  },
  {
    of: "core/flows/steps/",
    may: ["core/", "events/"],
    packages: CORE,
    instead: "a step uses rooms, ports, the model and events: reach the outside through a port",
  },
  {
    of: "core/flows/",
    may: ["core/", "events/"],
    packages: CORE,
    instead: "a flow uses rooms, ports, the model and events: reach the outside through a port",
  },
  {
    of: "core/",
    may: WORDS,
    packages: CORE,
    instead: "rooms know the model and events, and not each other: let a flow pass in what this room needs",
  },
  {
    of: "adapters/aws/",
    may: ["adapters/aws/", "adapters/messages/", "core/ports/", ...WORDS],
    packages: /^(?:@aws-sdk\/|@smithy\/core\/retry$|@aws-lambda-powertools\/metrics|aws-lambda$|node:|zod$)/,
    instead: "an adapter knows the ports, the model and events: decide in a room, and let a flow call both",
  },
  {
    of: "adapters/",
    may: ["adapters/memory/", "adapters/messages/", "core/ports/", ...WORDS],
    packages: /^node:/,
    instead: "an adapter knows the ports, the model and events: decide in a room, and let a flow call both",
  },
  {
    of: "functions/shared/wire/",
    may: ["adapters/aws/", "functions/shared/", "core/", "events/"],
    packages: /./,
    instead: "the wiring puts AWS adapters behind ports, and nothing else",
  },
  {
    of: "functions/manifest.ts",
    may: ["core/model/", "events/", "functions/shared/manifest/"],
    packages: /^$/,
    instead: "a row is plain data: the manifest is in every bundle, and in what is deployed",
  },
  {
    of: "functions/shared/manifest/",
    may: ["core/model/", "core/ports/", "events/", "functions/manifest.ts", "functions/shared/manifest/"],
    packages: /^$/,
    instead: "what a row is made of is plain data and types, for stacks, docs and the local cloud too",
  },
  {
    of: "functions/",
    may: ["functions/", "core/", "events/"],
    packages: /^(?:@middy\/|@aws-lambda-powertools\/|aws-lambda$|hono(?:$|\/)|zod$|node:)/,
    instead:
      "a function takes its ports from functions/shared/ports.ts: only functions/shared/wire/ names adapters and SDKs",
  },
  {
    of: "local/wire/",
    may: [
      "local/",
      "adapters/",
      "functions/manifest.ts",
      "functions/routes.ts",
      "functions/shared/",
      "core/",
      "events/",
    ],
    packages: /^(?:@aws-sdk\/|@smithy\/core\/schema$|aws-lambda$|fauxqs$|node:)/,
    instead: "the wire puts the world and emulators behind the adapters for AWS, and nothing else knows either",
  },
  {
    of: "local/",
    may: ["local/", "adapters/memory/", "adapters/messages/", "functions/routes.ts", ...MANIFEST, "core/", "events/"],
    packages: /^(?:@hono\/|hono(?:$|\/)|zod$|node:)/,
    instead: "the local cloud runs what functions/routes.ts offers, on the adapters in memory",
  },
  {
    of: "cli/replay/wire.ts",
    may: ["adapters/aws/", "cli/", "core/", "events/"],
    packages: /^@aws-sdk\/client-sqs$/,
    instead: "this file opens queues of AWS for a command that records, and nothing else",
  },
  {
    of: "cli/",
    may: ["cli/", "local/", "core/", "events/"],
    packages: /^(?:commander|yaml|zod$|node:)/,
    instead: "a command asks the plane over HTTP, or starts the local cloud",
  },
  {
    of: "docs/",
    may: ["docs/", "cli/", "core/", "events/", "stacks/", ...MANIFEST],
    packages: /^(?:commander|zod$|node:)/,
    instead: "print from what is decided and said",
  },
  {
    of: "stacks/",
    may: ["stacks/", "adapters/aws/dynamo/table.ts", "core/model/", "events/", ...MANIFEST],
    packages: /^(?:zod$|node:)/,
    instead:
      "a stack makes what is deployed: it takes functions from the manifest, bounds from the model, and names handlers by path",
  },
  { of: "test/", may: [""], packages: /./, instead: "" },
];

/** Who may import whom. */
export const importRule: Rule = {
  name: "imports follow the floor plan",
  check: eachOf((file) => {
    if (!file.path.includes("/")) return [];
    const part = PARTS.find(({ of }) => file.path.startsWith(of));
    if (!part)
      return [
        `${file.path} is nowhere on the floor plan: put it where it belongs, or add its part to test/tidy/imports.ts.`,
      ];
    return importsOf(file)
      .filter((imported) => !isAllowed(file.path, imported, part))
      .map((imported) => `${file.path} imports ${imported}: ${part.instead}.`);
  }),
};

/** A flow that calls a flow saves twice. */
export const flowRule: Rule = {
  name: "no flow imports another flow",
  check: eachOf((file) =>
    file.path.startsWith("core/flows/")
      ? importsOf(file)
          .filter((imported) => isFlow(imported))
          .map((imported) => `${file.path} imports ${imported}: put what both need into core/flows/steps/.`)
      : [],
  ),
};

const isFlow = (path: string): boolean => /^core\/flows\/[^/]+\.ts$/.test(path);

function isAllowed(from: string, imported: string, { may, packages }: Part): boolean {
  if (!imported.endsWith(".ts") && !imported.endsWith(".json")) return packages.test(imported);
  if (may.some((prefix) => imported.startsWith(prefix))) return true;
  return from.startsWith("core/") && posix.dirname(from) === posix.dirname(imported);
}

/** What a file imports, dynamically or for types alone too: files by their path from the root, packages by name. */
export const importsOf = ({ path, text }: Source): readonly string[] =>
  [...text.matchAll(IMPORTED)].map(([, plain, dynamic]) => {
    const named = plain ?? dynamic ?? "";
    return named.startsWith(".") ? posix.join(posix.dirname(path), named) : named;
  });
const IMPORTED = /^(?:import|export)\s(?:[^;"=(]*\bfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
