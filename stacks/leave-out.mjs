// Plugins of esbuild for the bundles: what of the packages no function uses, and esbuild cannot know to be unused. Plain JavaScript, for
// SST loads it with whatever Node it finds. `docs/internals/bundles.md` says what each row saves, `test/stacks/bundles` that nothing misses it.
import { readFileSync } from "node:fs";

/** The SDK writes the keys of its schemas as `[_xN]`, with `const _xN = "xmlName"` above. A computed key may run code, so esbuild keeps
 *  every schema of a service, called or not: half a megabyte of EC2's. With the name instead it keeps the ones of our commands. */
function plainKeys(text) {
  const names = new Map([...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key));
}

/** The exceptions whose classes or fields the adapters read, or the SDK's retries know by no other name. Of every other one the SDK
 *  makes the service's base exception, which has the name and the message that our error tables go by. */
const KEPT_EXCEPTIONS =
  /^(?:\w+ServiceException|(?:ConditionalCheckFailed|TransactionCanceled|TransactionConflict|ReplicatedWriteConflict|Throttled)Exception)$/;

/** A service's client registers the exceptions of all of its commands, which keeps each of them. */
const withoutExceptions = (text) =>
  text.replace(/^\w+\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) => (KEPT_EXCEPTIONS.test(name) ? line : ""));

/** Clients take nothing but their version from it. */
const versionOf = (text) => JSON.stringify({ version: JSON.parse(text).version });

/** What is left of a file whose exports nobody calls: calling one throws an error that says so. */
function refused(text) {
  const names = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
  return [
    'function refuse() { throw new Error("this is left out of the bundles: see stacks/leave-out.mjs"); }',
    ...names.map((name) => `export const ${name} = ${name.startsWith("create") ? "() => refuse" : "refuse"};`),
  ].join("\n");
}

/** A partition is found by its pattern too, and the regions by name carry descriptions alone. */
const withoutRegions = (text) => text.replace(/"regions": \{(?:\s*"[\w-]+": \{\s*"description": "[^"]*"\s*\},?)*\s*\}/g, '"regions": {}');

/** Of DynamoDB's client: only other partitions' endpoints are discovered, and the cache for them is a package of collections. */
const undiscovered = () => "export const resolveEndpointDiscoveryConfig = (input) => input;";

/** Clients are made without extensions, and then this changes nothing. */
const unextended = () =>
  'export const resolveRuntimeExtensions = (config, extensions) => { if (extensions.length > 0) throw new Error("extensions are left out of the bundles: see stacks/leave-out.mjs"); return config; };';

/** Of EventBridge's client: only global endpoints, which we have none of, are signed for more than one region. */
const oneRegion = () =>
  'import { SignatureV4 } from "@smithy/signature-v4"; export class SignatureV4MultiRegion extends SignatureV4 { static sigv4aDependency() { return "none"; } }';

/** `z.string().email()` and the like, which zod itself deprecates for `z.email()`, hold a pattern each. */
const withoutFormats = (text) =>
  text.replace(/^ {4}\w+\(params\) \{\n {8}return this\.check\(core\.\w+\(Zod\w+, params\)\);\n {4}\},\n/gm, "");

/** Every schema looks through its class's prototype for what somebody added to it, at each step of its making: nobody does. */
const withoutPatches = (text) => text.replace(/^ {8}for \(const k in proto\) \{\n[\s\S]*?^ {8}\}\n/m, "");

const CHANGED = [
  { of: /\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/, change: (text) => withoutExceptions(plainKeys(text)) },
  { of: /\/@aws-sdk\/[\w-]+\/package\.json$/, change: versionOf, loader: "json" },
  { of: /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/, change: refused },
  { of: /\/zod\/v4\/classic\/schemas\.js$/, change: withoutFormats },
  { of: /\/zod\/v4\/core\/core\.js$/, change: withoutPatches },
  { of: /\/@aws-sdk\/.+\/partitions\.js$/, change: withoutRegions },
  { of: /\/@aws-sdk\/.+\/resolveEndpointDiscoveryConfig\.js$/, change: undiscovered },
  { of: /\/@aws-sdk\/client-.+\/runtimeExtensions\.js$/, change: unextended },
  { of: /\/@aws-sdk\/.+\/SignatureV4MultiRegion\.js$/, change: oneRegion },
  // Node has both digests, our retries are not adaptive, and Lambda's region is in its environment.
  { of: /\/@smithy\/.+\/(?:Sha256Js|Md5Js|AdaptiveRetryStrategy|getInstanceMetadataRegion)\.js$/, change: refused },
];

/** esbuild asks about these alone, which saves most of the time. SST 4.17.1 asks about every file, and holds the filter against
 *  "undefined" in place of the path: see .sst/platform/functions/nodejs-runtime/plugin.mjs. */
const FILTER =
  /(?:schemas(?:_\d+)?|package|core|to-json-schema|json-schema-processors|partitions|resolveEndpointDiscoveryConfig|runtimeExtensions|SignatureV4MultiRegion|Sha256Js|Md5Js|AdaptiveRetryStrategy|getInstanceMetadataRegion)\.js(?:on)?$|^undefined$/;

/** Node's own modules, as CommonJS has them: `import` reads every export of such a module at once, those too that Node makes on first
 *  use. Of `node:http` that is a whole client of WebSockets, and half of the time until the first request. */
const BUILTIN = /^(?:node:)?(?:async_hooks|console|crypto|fs|fs\/promises|http|https|os|path|process|stream|timers|util)$/;
const asCommonJs = (path) => `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`;

export default [
  {
    name: "leave-out",
    setup(build) {
      build.onLoad({ filter: FILTER }, ({ path, namespace }) => {
        const found = namespace === "file" && CHANGED.find(({ of }) => of.test(path.replaceAll("\\", "/")));
        return found && { contents: found.change(readFileSync(path, "utf8")), loader: found.loader ?? "js" };
      });
    },
  },
  {
    name: "builtins",
    setup(build) {
      build.onResolve({ filter: /^(?:node:)?[a-z_/]+$/ }, ({ path }) =>
        BUILTIN.test(path) ? { path, namespace: "builtin", sideEffects: false } : undefined,
      );
      build.onLoad({ filter: /^(?:node:)?[a-z_/]+$/, namespace: "builtin" }, ({ path, namespace }) =>
        namespace === "builtin" ? { contents: asCommonJs(path), loader: "js" } : undefined,
      );
    },
  },
];
